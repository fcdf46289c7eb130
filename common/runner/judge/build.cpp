#include "runner/judge/build.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <functional>
#include <sstream>

#include "runner/system/machine_lock.hpp"
#include "runner/system/process.hpp"
#include "runner/system/user_error.hpp"

namespace hb::runner {
namespace fs = std::filesystem;
namespace {

constexpr const char* kRules = R"(
rule prelude
  command = $cxx $flags $sanitize -x c++-header -MD -MF $out.d $in -o $out
  depfile = $out.d
  deps = gcc
  description = the precompiled header
rule compile
  command = $cxx $flags $debug $sanitize -I$root -include $prelude_base $
      $only -MD -MF $out.d -c $in -o $out
  depfile = $out.d
  deps = gcc
rule link_checker
  command = $cxx $checker_linker -no-pie -pthread -rdynamic -Wl,-z,now $in $
      $libraries '$checker' -Wl,-rpath,'$checker_folder' -o $out
rule link_threads
  command = $cxx -no-pie -fsanitize=thread -pthread $in $libraries -o $out
rule link_plain
  command = $cxx -no-pie -pthread $in $libraries -o $out
)";

constexpr int kSecondsForOneUnit = 60;

// A path in a build line of ninja.
std::string escaped(const fs::path& path) {
  std::string text;
  for (const char c : path.string()) {
    if (c == ' ' || c == ':' || c == '$') text += '$';
    text += c;
  }
  return text;
}

// A path as one word of a shell's command, in a variable of ninja.
std::string quoted(const fs::path& path) {
  std::string text = "'";
  for (const char c : path.string()) {
    if (c == '\'') {
      text += "'\\''";
    } else {
      text += c == '$' ? "$$" : std::string(1, c);
    }
  }
  return text + "'";
}

void write_if_changed(const fs::path& path, const std::string& text) {
  std::error_code error;
  if (fs::exists(path, error) && read_file(path) == text) return;
  write_file(path, text);
}

// What the compiler said, without ninja's own words about it.
std::string without_ninja(const std::string& output) {
  std::istringstream lines(output);
  std::string kept;
  bool command_follows = false;
  for (std::string line; std::getline(lines, line);) {
    const bool is_ninjas = command_follows || line.starts_with('[') ||
                           line.starts_with("FAILED: ") ||
                           line.starts_with("ninja: ");
    command_follows = line.starts_with("FAILED: ");
    if (!is_ninjas) kept += line + "\n";
  }
  return kept;
}

// Throws if the compiler that set-up chose has gone since.
void expect_compiler(const fs::path& toolchain) {
  std::istringstream lines(read_file(toolchain));
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("cxx = ") || is_on_path(line.substr(6))) continue;
    throw UserError(exit_code::kBroken,
                    {"no C++20 compiler", "",
                     "Set-up chose " + line.substr(6) + ", which is gone.",
                     "./workbook setup"});
  }
}

// A full disk, or a tool that was killed, is not the answer's fault.
void expect_working_tools(const ProcessResult& ninja,
                          const std::string& folder) {
  std::istringstream lines(ninja.output);
  for (std::string line; std::getline(lines, line);) {
    // The compiler quotes the source, which may say anything.
    if (line.starts_with(' ') || line.find("#error") != line.npos) continue;
    for (const char* words :
         {"No space left on device", "File size limit exceeded",
          "File too large", "Disk quota exceeded"}) {
      if (line.find(words) == line.npos) continue;
      throw UserError(exit_code::kBroken, {"no space left on the disk", "",
                                           "The build writes to " + folder +
                                               ". Your files are unchanged.",
                                           "df -h ."});
    }
    for (const char* words : {"Killed signal terminated", "cannot execute"}) {
      if (line.find(words) == line.npos) continue;
      throw UserError(exit_code::kBroken, {"the compiler could not do its work",
                                           "", line, "./workbook doctor"});
    }
  }
  if (ninja.signal != 0) {
    throw UserError(exit_code::kBroken,
                    {"ninja was killed", "",
                     "Nothing can be said of the answer.", "./workbook check"});
  }
}

// Removes what was built for folders that are there no more, and notes down
// which folder `room` is for.
void keep_rooms_in_order(const fs::path& judge, const fs::path& room,
                         const fs::path& exercises) {
  if (room == judge) return;
  for (const auto& entry : fs::directory_iterator(judge)) {
    const fs::path origin = entry.path() / "origin";
    if (fs::exists(origin) && !fs::exists(read_file(origin))) {
      fs::remove_all(entry.path());
    }
  }
  write_if_changed(room / "origin", exercises.string());
}

}  // namespace

Builder::Builder(const Workspace& workspace, const Exercise& exercise)
    : workspace_(workspace),
      exercise_(exercise),
      judge_(workspace.build / "judge"),
      folder_(judge_ /
              workspace.room_in(workspace.build.parent_path().parent_path()) /
              exercise.number) {}

BuildUnit Builder::yours() const { return {"yours", workspace_.exercises}; }

BuildUnit Builder::solution() const {
  return {"solution", workspace_.solutions};
}

BuildUnit Builder::write_answer(
    const std::string& name,
    const std::map<std::string, std::string>& files) const {
  const fs::path root = folder_ / "answers" / name;
  for (const auto& [file, text] : files) {
    write_if_changed(root / exercise_.folder / file, text);
  }
  return {name, root};
}

void Builder::remove(const BuildUnit& unit) const {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder_, error)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with(unit.name + ".")) fs::remove_all(entry.path(), error);
  }
  fs::remove_all(unit.include_root, error);
}

std::string_view name_of(Link link) {
  switch (link) {
    case Link::checker:
      return "checker";
    case Link::threads:
      return "threads";
    default:
      return "plain";
  }
}

fs::path Builder::program(const BuildUnit& unit, Link link) const {
  return folder_ / fmt::format("{}.{}", unit.name, name_of(link));
}

std::string Builder::ninja_file(const std::vector<BuildUnit>& units,
                                const std::vector<Link>& links) const {
  // All links of one file are with the sanitizer, or none is.
  const bool is_plain = links.front() == Link::plain;
  const std::string kind = is_plain ? "plain" : "sanitized";
  const fs::path prelude = judge_ / kind / "prelude.hpp";
  std::string text = "ninja_required_version = 1.8\n";
  text += fmt::format("include {}\n", escaped(judge_ / "toolchain.ninja"));
  if (is_plain) text += "sanitize =\n";
  // WHY one log for all: each folder with a log of its own would not know that
  // the precompiled header is there, and compile it again.
  text += fmt::format("builddir = {}\n", judge_.string());
  text += fmt::format("prelude_base = {}\n", quoted(prelude));
  text += kRules;
  text += fmt::format("build {}.gch: prelude $prelude\n", escaped(prelude));
  for (const BuildUnit& unit : units) {
    const std::string object =
        escaped(folder_ / fmt::format("{}.{}.o", unit.name, kind));
    const fs::path test =
        unit.test.empty() ? exercise_.path / "test.cpp" : unit.test;
    text +=
        fmt::format("build {}: compile {} | {}.gch\n  root = {}\n", object,
                    escaped(test), escaped(prelude), quoted(unit.include_root));
    if (!unit.names) text += "  debug = -g1\n";
    if (!unit.only_test.empty()) {
      text +=
          fmt::format("  only = -D'hb_asked_for_{}=~,' -include $one_test\n",
                      unit.only_test);
    }
    for (const Link link : links) {
      // WHY the object first: of two bodies of one template the linker keeps
      // the first, which must be the instrumented one.
      text += fmt::format(
          "build {}: link_{} {} {}\n", escaped(program(unit, link)),
          name_of(link), object,
          link == Link::checker ? "$checker_main | $checker" : "$threads");
    }
  }
  return text;
}

std::string Builder::texts_of(const BuildUnit& unit) const {
  std::string text;
  for (const std::string& name : exercise_.edit) {
    const fs::path file = unit.include_root / exercise_.folder / name;
    std::error_code error;
    text += fs::exists(file, error) ? read_file(file) : "no file";
    text += '\0';
  }
  return std::to_string(std::hash<std::string>{}(text));
}

fs::path Builder::note_of(const BuildUnit& unit) const {
  return folder_ / (unit.name + ".text");
}

// WHY: a file that is saved while it is compiled is older than its object, and
// ninja, which compares times, would never compile it again.
void Builder::note_texts(const BuildUnit& unit) const {
  const std::string now = texts_of(unit);
  const fs::path note = note_of(unit);
  std::error_code error;
  if (fs::exists(note, error) && read_file(note) == now) return;
  for (const char* kind : {"sanitized", "plain"}) {
    fs::remove(folder_ / fmt::format("{}.{}.o", unit.name, kind), error);
  }
  write_file(note, now);
}

bool Builder::has_still_its_texts(const BuildUnit& unit) const {
  return read_file(note_of(unit)) == texts_of(unit);
}

BuildResult Builder::build(
    const std::vector<BuildUnit>& units, const std::vector<Link>& links,
    const std::function<void(std::string)>& progress) const {
  const FileLock lock(judge_ / ".lock", [&] {
    if (progress) progress("waiting for another runner");
  });
  expect_compiler(judge_ / "toolchain.ninja");
  keep_rooms_in_order(judge_, folder_.parent_path(), workspace_.exercises);
  // Somebody who saves all the time gets the last of these.
  constexpr int kMostTries = 5;
  for (int n = 1;; ++n) {
    for (const BuildUnit& unit : units) note_texts(unit);
    BuildResult result = build_once(units, links, progress);
    const bool is_current = std::ranges::all_of(
        units,
        [&](const BuildUnit& unit) { return has_still_its_texts(unit); });
    if (is_current || result.stopped || n == kMostTries) return result;
  }
}

BuildResult Builder::build_once(
    const std::vector<BuildUnit>& units, const std::vector<Link>& links,
    const std::function<void(std::string)>& progress) const {
  write_if_changed(folder_ / "build.ninja", ninja_file(units, links));

  ProcessOptions options;
  options.command = {"ninja", "-C", folder_.string(), "-k", "0"};
  for (const BuildUnit& unit : units) {
    for (const Link link : links) {
      options.command.push_back(program(unit, link).string());
    }
  }
  options.environment = {"NINJA_STATUS=[%f/%t] ", "LC_ALL=C"};
  options.on_output = [&](std::string_view text) {
    const auto open = text.rfind('[');
    const auto close = text.find(']', open);
    if (progress && open != text.npos && close != text.npos) {
      progress(std::string(text.substr(open + 1, close - open - 1)));
    }
  };
  // An answer can keep a compiler busy for ever, and eat all memory with it.
  options.budget = std::chrono::seconds(kSecondsForOneUnit) *
                   static_cast<long>(units.size());
  options.memory_limit = std::uint64_t{4} << 30;
  const ProcessResult ninja = run(options);

  BuildResult result;
  result.ok = ninja.ok();
  result.stopped = ninja.stopped;
  result.diagnostics = without_ninja(ninja.output);
  if (!result.ok && !result.stopped) {
    if (ninja.timed_out) {
      result.diagnostics = fmt::format("the compiler did not end within {} s\n",
                                       kSecondsForOneUnit) +
                           result.diagnostics;
    } else {
      expect_working_tools(ninja, workspace_.shown(judge_));
    }
  }
  return result;
}

}  // namespace hb::runner
