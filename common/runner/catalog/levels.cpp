#include "runner/catalog/levels.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "runner/catalog/strict_toml.hpp"

namespace hb::runner {

std::string with_article(const std::string& kind) {
  if (kind == "race") return "a data race";
  const bool vowel = std::string("aeiou").find(kind.front()) != kind.npos;
  std::string words = kind;
  std::replace(words.begin(), words.end(), '_', ' ');
  return (vowel ? "an " : "a ") + words;
}

std::string Level::task() const {
  return fmt::format("break it in at most {} steps, or say that it is safe",
                     max_steps);
}

std::vector<Level> read_levels(const Workspace& workspace,
                               const Exercise& exercise) {
  static constexpr std::array<const char*, 4> kGoals = {"race", "deadlock",
                                                        "failure", "safe"};
  const auto path = exercise.path / "levels.toml";
  const std::string shown = workspace.shown(path);
  const toml::table parsed = parse_toml(path, shown);
  StrictTable file(parsed, shown);
  std::vector<Level> levels;
  for (StrictTable& table : file.tables("level")) {
    Level level;
    level.name = table.name("name", "_");
    level.goal = table.text("goal");
    level.max_steps = table.optional_number("max_steps").value_or(0);
    if (std::find(kGoals.begin(), kGoals.end(), level.goal) == kGoals.end()) {
      table.fail(fmt::format("unknown goal \"{}\"", level.goal),
                 "Expected race, deadlock, failure or safe.", "goal");
    }
    if (level.max_steps < 1) {
      table.fail("max_steps is missing or below 1",
                 "A safe level has one, too: it must look like the others.");
    }
    const bool known = std::any_of(
        levels.begin(), levels.end(),
        [&](const Level& other) { return other.name == level.name; });
    if (known) {
      table.fail(fmt::format("two levels are named \"{}\"", level.name),
                 "A level is named after its test.", "name");
    }
    table.expect_no_more();
    levels.push_back(std::move(level));
  }
  file.expect_no_more();
  if (levels.empty()) {
    file.fail("found no level", "Each stands under [[level]].");
  }
  return levels;
}

}  // namespace hb::runner
