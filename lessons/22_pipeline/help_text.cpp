#include "help_text.hpp"

#include <fmt/format.h>

#include <sstream>

#include "pipeline/container/codec.hpp"
#include "pipeline/policy/plan.hpp"

namespace hb::pipeline {
namespace {

constexpr std::size_t kColumn = 28;
constexpr std::size_t kWidth = 79;

// `left`, and `right` beside it, wrapped at spaces; below it where `left` is
// too long.
std::string two_columns(const std::string& left, const std::string& right) {
  std::string text = left;
  std::size_t column = left.size();
  if (column + 2 > kColumn) {
    text += '\n';
    column = 0;
  }
  text.append(kColumn - column, ' ');
  column = kColumn;
  std::istringstream words(right);
  for (std::string word; words >> word;) {
    if (column > kColumn && column + 1 + word.size() > kWidth) {
      text += '\n' + std::string(kColumn, ' ');
      column = kColumn;
    }
    if (column > kColumn) {
      text += ' ';
      ++column;
    }
    text += word;
    column += word.size();
  }
  return text + '\n';
}

}  // namespace

std::string HelpText::make_option(const CLI::Option* option,
                                  bool is_positional) const {
  std::string left = "  " + option->get_name(is_positional, !is_positional);
  for (std::size_t comma = 0; (comma = left.find(',', comma)) != left.npos;) {
    left.insert(++comma, " ");
  }
  const std::string type = option->get_type_name();
  if (!is_positional && !type.empty()) left += "=" + type;
  return two_columns(left, option->get_description());
}

std::string HelpText::make_subcommand(const CLI::App* command) const {
  return two_columns("  " + command->get_name(), command->get_description());
}

std::string HelpText::make_usage(const CLI::App* app, std::string name) const {
  if (app->get_parent() == nullptr) return "Usage: pipeline COMMAND ...\n";
  std::string text = "\nUsage: " + name + " [OPTIONS]";
  for (const CLI::Option* option : app->get_options()) {
    if (option->get_positional()) text += " " + option->get_name(true);
  }
  return text + "\n";
}

std::string memory_text() {
  std::string levels;
  for (const int level : {1, 3, 6, 9, 12, 15, 19}) {
    Header header;
    header.level = static_cast<std::uint8_t>(level);
    header.largest_chunk = kMostChunk;
    const ContainerKeys keys(header, Secret());
    const double mib =
        static_cast<double>(Sealer(keys).memory_bytes()) / (1 << 20);
    levels +=
        fmt::format("{}{}: {:.1f}", levels.empty() ? "" : ", ", level, mib);
  }
  return fmt::format(
      "Memory: (2 x depth + 2 x workers) chunks, and a context of zstd for "
      "each\n"
      "worker. With chunks of 4 MiB it has, by level, in MiB:\n"
      "  {}\n"
      "Two workers at levels 1 to 3: under 64 MiB in all. A passphrase takes\n"
      "256 MiB before the first byte is read, and gives them back.",
      levels);
}

}  // namespace hb::pipeline
