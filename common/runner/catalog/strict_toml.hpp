// Reading a TOML file so that nothing in it is ignored: an unknown key, a wrong
// type or a missing value is an error with file, line and column.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <toml++/toml.h>

namespace hb::runner {

class StrictTable {
 public:
  // `file` is the path as people read it.
  StrictTable(const toml::table& table, std::string file);

  std::string text(const char* key);  // required
  // A text of at least one character, all of them letters, digits or `others`.
  std::string name(const char* key, const char* others);
  std::optional<std::string> optional_text(const char* key);
  std::optional<std::int64_t> optional_number(const char* key);
  std::vector<std::string> texts(const char* key);  // required, not empty
  // The tables of [[key]]; none if the key is absent.
  std::vector<StrictTable> tables(const char* key);
  std::optional<StrictTable> table(const char* key);

  // Throws if the file has a key that nobody asked for.
  void expect_no_more() const;

  // An error at this table, or at one of its keys.
  [[noreturn]] void fail(const std::string& what, const std::string& expected,
                         const char* key = nullptr) const;

 private:
  const toml::node& required(const char* key);

  const toml::table* table_;  // owned by the parsed file, which outlives us
  std::string file_;
  std::set<std::string> asked_;
};

// Parses a file. Throws UserError (3) with the place of the first mistake.
toml::table parse_toml(const std::filesystem::path& path,
                       const std::string& shown);

}  // namespace hb::runner
