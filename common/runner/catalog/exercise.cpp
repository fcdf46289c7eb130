#include "runner/catalog/exercise.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "runner/catalog/forbid.hpp"
#include "runner/catalog/strict_toml.hpp"
#include "runner/system/text.hpp"

namespace hb::runner {
namespace {

ExerciseKind read_kind(StrictTable& file) {
  const std::string kind = file.text("kind");
  if (kind == "code") return ExerciseKind::code;
  if (kind == "predict") return ExerciseKind::predict;
  if (kind == "break") return ExerciseKind::break_it;
  file.fail(fmt::format("unknown kind \"{}\"", kind),
            "Expected code, predict or break.", "kind");
}

CheckerLimits read_limits(StrictTable& file) {
  CheckerLimits limits;
  auto table = file.table("checker");
  if (!table) return limits;
  limits.max_executions = table->optional_number("max_executions");
  limits.max_events = table->optional_number("max_events");
  limits.max_seconds = table->optional_number("max_seconds");
  limits.spurious = table->optional_number("spurious");
  limits.timeouts = table->optional_number("timeouts");
  limits.retries = table->optional_number("retries");
  table->expect_no_more();
  return limits;
}

std::vector<NeverOutcome> read_never(StrictTable& file) {
  std::vector<NeverOutcome> all;
  for (StrictTable& never : file.tables("never")) {
    std::string reason = trimmed(never.text("reason"));
    std::replace(reason.begin(), reason.end(), '\n', ' ');
    all.push_back({never.text("program"), trimmed(never.text("outcome")),
                   std::move(reason)});
    never.expect_no_more();
  }
  return all;
}

}  // namespace

std::string number_of(const std::string& folder) {
  return folder.substr(0, 2) + folder.substr(folder.find('/') + 1, 1);
}

Exercise read_exercise(const Workspace& workspace, const std::string& folder) {
  Exercise exercise;
  exercise.folder = folder;
  exercise.path = workspace.exercises / folder;
  const auto slash = folder.find('/');
  exercise.topic = folder.substr(0, slash);
  exercise.number = number_of(folder);
  exercise.name = folder.substr(slash + 3);

  const auto path = exercise.path / "exercise.toml";
  const std::string shown = workspace.shown(path);
  const toml::table parsed = parse_toml(path, shown);
  StrictTable file(parsed, shown);
  exercise.id = file.name("id", "._");
  exercise.title = file.text("title");
  exercise.minutes = file.optional_number("minutes").value_or(0);
  if (exercise.minutes < 1) {
    file.fail("minutes is missing or below 1",
              "Expected how long the exercise takes, a whole number from 1.",
              "minutes");
  }
  exercise.edit = file.texts("edit");
  for (const std::string& name : exercise.edit) {
    if (name.find('/') != name.npos || name == "test.cpp" ||
        name == "exercise.toml") {
      file.fail(fmt::format("\"{}\" is not a file of this folder", name),
                "edit names files beside exercise.toml that learners change.",
                "edit");
    }
  }
  exercise.kind = read_kind(file);
  exercise.why = trimmed(file.text("why"));
  for (StrictTable& forbid : file.tables("forbid")) {
    for (const std::string& word : forbid.texts("words")) {
      const auto tokens = identifiers(word);
      if (tokens.size() != 1 || tokens.front().text != word) {
        forbid.fail(fmt::format("\"{}\" is not one word", word),
                    "Words are matched with identifiers and keywords.",
                    "words");
      }
    }
    exercise.forbidden.push_back(
        {forbid.texts("words"), forbid.text("reason")});
    forbid.expect_no_more();
  }
  for (StrictTable& hint : file.tables("hint")) {
    exercise.hints.push_back(trimmed(hint.text("text")));
    hint.expect_no_more();
  }
  if (exercise.hints.size() != 3) {
    file.fail(fmt::format("found {} hints, expected 3", exercise.hints.size()),
              "Each stands under [[hint]]: a question, the place, the idea.");
  }
  exercise.limits = read_limits(file);
  if (exercise.kind == ExerciseKind::predict) exercise.never = read_never(file);
  file.expect_no_more();
  return exercise;
}

}  // namespace hb::runner
