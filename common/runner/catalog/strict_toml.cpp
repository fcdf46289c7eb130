#include "runner/catalog/strict_toml.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <sstream>
#include <string_view>
#include <utility>

#include "runner/system/user_error.hpp"
#include "runner/system/workspace.hpp"

namespace hb::runner {
namespace {

std::string place(const std::string& file, const toml::source_position& at) {
  return fmt::format("{}:{}:{}", file, at.line, at.column);
}

std::string name_of(toml::node_type type) {
  std::ostringstream name;
  name << type;
  return name.str();
}

[[noreturn]] void fail_at(const std::string& file,
                          const toml::source_position& at,
                          const std::string& what,
                          const std::string& expected) {
  throw UserError(exit_code::kBroken,
                  {what, place(file, at), expected, "git diff " + file});
}

template <typename T>
T value_of(const toml::node& node, const std::string& file, const char* key,
           const char* expected) {
  if (const auto value = node.value_exact<T>()) return *value;
  fail_at(file, node.source().begin, "a key has the wrong type",
          fmt::format("{}: found a {}, expected a {}.", key,
                      name_of(node.type()), expected));
}

}  // namespace

StrictTable::StrictTable(const toml::table& table, std::string file)
    : table_(&table), file_(std::move(file)) {}

void StrictTable::fail(const std::string& what, const std::string& expected,
                       const char* key) const {
  const toml::node* node = key != nullptr ? table_->get(key) : nullptr;
  fail_at(file_, (node != nullptr ? node : table_)->source().begin, what,
          expected);
}

const toml::node& StrictTable::required(const char* key) {
  asked_.insert(key);
  const toml::node* node = table_->get(key);
  if (node == nullptr) {
    fail(fmt::format("no key \"{}\"", key), "The key is required.");
  }
  return *node;
}

std::string StrictTable::text(const char* key) {
  return value_of<std::string>(required(key), file_, key, "string");
}

std::string StrictTable::name(const char* key, const char* others) {
  std::string name = text(key);
  const bool fine =
      !name.empty() && std::all_of(name.begin(), name.end(), [&](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
               std::string_view(others).find(c) != std::string_view::npos;
      });
  if (!fine) {
    fail(fmt::format("{} is not a name", key),
         fmt::format("Expected letters, digits and any of \"{}\".", others),
         key);
  }
  return name;
}

std::optional<std::string> StrictTable::optional_text(const char* key) {
  asked_.insert(key);
  if (!table_->contains(key)) return std::nullopt;
  return text(key);
}

std::optional<std::int64_t> StrictTable::optional_number(const char* key) {
  asked_.insert(key);
  if (!table_->contains(key)) return std::nullopt;
  return value_of<std::int64_t>(required(key), file_, key, "whole number");
}

std::vector<std::string> StrictTable::texts(const char* key) {
  const toml::array* array = required(key).as_array();
  if (array == nullptr || array->empty()) {
    fail("a key has the wrong type",
         fmt::format("{}: expected an array of strings, at least one.", key),
         key);
  }
  std::vector<std::string> texts;
  for (const toml::node& node : *array) {
    texts.push_back(value_of<std::string>(node, file_, key, "string"));
  }
  return texts;
}

std::vector<StrictTable> StrictTable::tables(const char* key) {
  asked_.insert(key);
  std::vector<StrictTable> tables;
  if (!table_->contains(key)) return tables;
  const toml::array* array = table_->get_as<toml::array>(key);
  if (array == nullptr) {
    fail("a key has the wrong type",
         fmt::format("{0}: expected tables, each under [[{0}]].", key), key);
  }
  for (const toml::node& node : *array) {
    const toml::table* table = node.as_table();
    if (table == nullptr) {
      fail("a key has the wrong type",
           fmt::format("{}: expected a table.", key), key);
    }
    tables.emplace_back(*table, file_);
  }
  return tables;
}

std::optional<StrictTable> StrictTable::table(const char* key) {
  asked_.insert(key);
  if (!table_->contains(key)) return std::nullopt;
  const toml::table* table = table_->get_as<toml::table>(key);
  if (table == nullptr) {
    fail("a key has the wrong type",
         fmt::format("{0}: expected a table, under [{0}].", key), key);
  }
  return StrictTable(*table, file_);
}

void StrictTable::expect_no_more() const {
  for (const auto& [key, node] : *table_) {
    if (asked_.contains(std::string(key.str()))) continue;
    std::string known;
    for (const std::string& name : asked_) {
      known += (known.empty() ? "" : ", ") + name;
    }
    fail_at(file_, key.source().begin,
            fmt::format("unknown key \"{}\"", key.str()),
            "Known here: " + known + ".");
  }
}

toml::table parse_toml(const std::filesystem::path& path,
                       const std::string& shown) {
  try {
    return toml::parse(read_file(path), shown);
  } catch (const toml::parse_error& error) {
    fail_at(shown, error.source().begin,
            path.filename().string() + " does not parse",
            std::string(error.description()) +
                "\nThe other exercises are not affected.");
  }
}

}  // namespace hb::runner
