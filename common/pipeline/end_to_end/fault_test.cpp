// Makes every call of a small run go wrong, once in each way that fits it.
//
//   pipeline_fault --tool=PATH --layer=PATH [--jobs=2] [--verbose]
//
// A short read or write and an interrupted call change nothing. Any other error
// ends the run with an exit code and one line that names the item, and leaves
// no part of an output behind, let alone under its final name. Each way of
// going wrong has happened: what was injected is counted and compared.

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "pipeline/end_to_end/fault.hpp"
#include "pipeline/end_to_end/random.hpp"
#include "pipeline/end_to_end/same_tree.hpp"
#include "pipeline/end_to_end/tool.hpp"
#include "pipeline/end_to_end/tree_generator.hpp"

namespace {

using namespace hb::pipeline;
namespace fs = std::filesystem;

// must_fail: with a message. either: as if nothing were, or as must_fail.
enum class Expected { success, failure, either };

struct Way {
  int error;  // 0: `kind` says it
  const char* kind;
  Expected expected;
};

constexpr Way kIo = {EIO, "", Expected::failure};
constexpr Way kFull = {ENOSPC, "", Expected::failure};
constexpr Way kInterrupted = {EINTR, "", Expected::success};
constexpr Way kShort = {0, "short", Expected::success};
// A file that another process makes shorter: an error, but not where it ends.
constexpr Way kEnd = {0, "end", Expected::either};
constexpr Way kHarmless = {EIO, "", Expected::either};
constexpr Way kNotSupported = {EOPNOTSUPP, "", Expected::success};
constexpr Way kNotAllowed = {EACCES, "", Expected::failure};

std::vector<Way> ways_of(const Call& call) {
  static const std::map<std::string, std::vector<Way>> kWays = {
      {"read", {kIo, kInterrupted, kShort, kEnd}},
      {"pread", {kIo, kInterrupted, kShort, kEnd}},
      {"write", {kIo, kFull, kInterrupted, kShort}},
      {"pwrite", {kIo, kFull, kInterrupted, kShort}},
      {"fsync", {kIo, kFull, kInterrupted}},
      {"fdatasync", {kIo, kFull, kInterrupted}},
      {"ftruncate", {kIo, kInterrupted}},
      {"fallocate", {kFull, kInterrupted, kNotSupported}},
      {"flock", {{ENOLCK, "", Expected::failure}, kInterrupted}},
      {"rename", {kIo, kFull}},
      {"renameat", {kIo, kFull}},
      {"renameat2", {kIo, kFull, {EINVAL, "", Expected::success}}},
      {"mkdir", {kIo, kFull}},
      {"mkdirat", {kIo, kFull}},
      {"symlinkat", {kIo, kFull}},
      // Asked of the input's device, which may be unknown.
      {"stat", {kHarmless}},
      {"unlink", {kHarmless}},
      {"unlinkat", {kHarmless}}};
  if (call.function == "open" || call.function == "openat") {
    if (call.flags == "c") return {kIo, kFull, kInterrupted};
    return {kIo, kNotAllowed, kInterrupted};
  }
  // What was read is read, whatever close() says of it.
  if (call.function == "close") {
    return {call.flags == "w" ? Way{EIO, "", Expected::either} : kHarmless};
  }
  const auto found = kWays.find(call.function);
  return found == kWays.end() ? std::vector<Way>{kIo} : found->second;
}

// One command that is made to go wrong.
struct Run {
  std::string name;
  std::function<Command(const fs::path& folder)> command;
  // What is wrong with a run that says it went well, or "".
  std::function<std::string(const fs::path& folder)> complaint;
  // Names that a failed run may leave.
  std::vector<std::string> may_be_left;
  // True for calls that it can do without: it has another way.
  std::function<bool(const Call&)> has_another_way = {};
};

struct Totals {
  std::uint64_t calls = 0;
  std::uint64_t planned = 0;
  std::uint64_t injected = 0;
};

std::string what_is_left(const Run& run, const Fault& fault,
                         const fs::path& folder) {
  // What cannot be removed stays.
  if (fault.call.function.starts_with("unlink")) return "";
  for (const std::string& name : names_in(folder)) {
    if (std::ranges::count(run.may_be_left, name) == 0) {
      return fmt::format("{} is left", name);
    }
  }
  return "";
}

// One line for people, of the item and of what happened.
std::string complaint_of_message(const Ended& ended) {
  constexpr int kCodes[] = {65, 66, 73, 74, 77};
  if (std::ranges::count(kCodes, ended.exit_code) == 0) return ended.text();
  if (!ended.err.starts_with("pipeline: ")) return "says " + ended.err;
  if (std::ranges::count(ended.err, '\n') > 2) return "says much: " + ended.err;
  return "";
}

std::string complaint(const Run& run, const Way& way, const Fault& fault,
                      const fs::path& folder, const Ended& ended) {
  const bool went_well = ended.exit_code == 0;
  const bool may_go_well =
      run.has_another_way && run.has_another_way(fault.call);
  if (went_well && way.expected == Expected::failure && !may_go_well) {
    return "went well";
  }
  if (!went_well && way.expected == Expected::success) return ended.text();
  if (went_well) return run.complaint(folder);
  std::string text = complaint_of_message(ended);
  if (text.empty()) text = what_is_left(run, fault, folder);
  // What has the final name is right, whatever came afterwards.
  if (text.empty() && !run.may_be_left.empty() &&
      fs::exists(folder / run.may_be_left.front())) {
    text = run.complaint(folder);
  }
  return text;
}

std::vector<std::pair<Call, Way>> planned_faults(
    const std::vector<Call>& calls) {
  std::vector<std::pair<Call, Way>> all;
  for (const Call& call : calls) {
    for (const Way& way : ways_of(call)) all.emplace_back(call, way);
  }
  return all;
}

Totals attack(const Settings& settings, const Scratch& scratch, const Run& run,
              Complaints& complaints) {
  const Scratch logs;
  const fs::path first = scratch / (run.name + "_counted");
  fs::create_directory(first);
  const Ended counted = hb::pipeline::run(watched(
      run.command(first), settings.layer, scratch.path(), logs / "log"));
  if (counted.exit_code != 0) {
    complaints.add(run.name + " without faults: " + counted.text());
    return {};
  }
  const std::vector<Call> calls = read_log(logs / "log");
  const auto planned = planned_faults(calls);
  std::atomic<std::uint64_t> injections = 0;
  in_parallel(
      settings.jobs, planned.size(), complaints, [&](std::uint64_t number) {
        const auto& [call, way] = planned[number];
        const Fault fault = {
            call, way.error == 0 ? way.kind : std::to_string(way.error)};
        const std::string name = fmt::format("{}_{}", run.name, number);
        const fs::path folder = scratch / name;
        fs::create_directory(folder);
        const Ended ended =
            hb::pipeline::run(injected(run.command(folder), settings.layer,
                                       scratch.path(), logs / name, fault));
        const auto seen = read_log(logs / name);
        if (std::ranges::any_of(seen, &Call::is_injected)) ++injections;
        const auto text = complaint(run, way, fault, folder, ended);
        const std::string where = fmt::format(
            "{}, {} of {}: {}", run.name, fault.kind, call.text(),
            fs::path(call.path).lexically_relative(scratch.path()).native());
        if (!text.empty()) complaints.add(where + ": " + text);
        if (settings.has("--verbose")) {
          fmt::print("{}: {}\n", where, ended.text());
        }
        remove_tree(folder);
      });
  return {calls.size(), planned.size(), injections};
}

// Every kind of item, and little of each.
void make_input(const fs::path& root) {
  Random random(1);
  fs::create_directories(root / "folder");
  make_file(root / "folder" / "some", random, {4096, 9000});
  make_file(root / "other", random, {4096, 5000});
  make_sparse_file(root / "holes", 1 << 20, 2, random);
  fs::create_symlink("nowhere", root / "link");
}

std::vector<Run> all_runs(const Settings& settings, const fs::path& input,
                          const fs::path& packed) {
  const std::string& tool = settings.tool;
  const auto is_packed = [packed](const fs::path& folder) -> std::string {
    return content_of(folder / "out") == content_of(packed)
               ? ""
               : "the container is another one";
  };
  const auto is_restored = [input](const fs::path& folder) {
    return first_difference(input, folder / input.filename());
  };
  const auto pack = [=](const fs::path& folder,
                        std::vector<std::string> more) -> Command {
    std::vector<std::string> words = {tool,
                                      "pack",
                                      input,
                                      folder / "out",
                                      "--json",
                                      "-q",
                                      "--on-error=stop",
                                      "--workers=1",
                                      "--chunk-size=4096"};
    words.insert(words.end(), more.begin(), more.end());
    return {.words = words};
  };
  return {
      {"pack",
       [=](const fs::path& folder) { return pack(folder, {}); },
       is_packed,
       {"out"}},
      {"checkpointed",
       [=](const fs::path& folder) {
         return pack(folder, {"--checkpoint", folder / "checkpoint",
                              "--checkpoint-interval=0"});
       },
       is_packed,
       {"out", "out.partial", "checkpoint"}},
      {"restore",
       [=](const fs::path& folder) -> Command {
         return {
             .words = {tool, "restore", packed, folder, "-q", "--threads=1"}};
       },
       is_restored,
       {input.filename().native()},
       // Whether something is there is asked again by what makes it; syncfs()
       // can do what opening the folder for fsync() was for.
       [](const Call& call) {
         return call.function == "fstatat" ||
                (call.function == "openat" && call.path.ends_with(".partial"));
       }},
      {"verify",
       [=](const fs::path&) -> Command {
         return {.words = {tool, "verify", packed, "-q", "--threads=1"}};
       },
       [](const fs::path&) { return std::string(); },
       {}}};
}

}  // namespace

int main(int argc, char** argv) {
  const Settings settings = read_settings(argc, argv, 0, {"--verbose"});
  const auto start = std::chrono::steady_clock::now();
  Complaints complaints;
  const Scratch scratch;
  const fs::path input = scratch / "in";
  const fs::path packed = scratch / "packed";
  make_input(input);
  const Ended ended =
      run({.words = {settings.tool, "pack", input, packed, "--json", "-q",
                     "--workers=1", "--chunk-size=4096"}});
  if (const auto text = complaint_of_pack(ended); !text.empty()) {
    fmt::print(stderr, "{}\n", text);
    return 1;
  }
  Totals all;
  for (const Run& each : all_runs(settings, input, packed)) {
    const Totals totals = attack(settings, scratch, each, complaints);
    fmt::print("{}: {} calls, {} ways to go wrong, {} injected\n", each.name,
               totals.calls, totals.planned, totals.injected);
    if (totals.planned != totals.injected || totals.calls == 0) {
      complaints.add(each.name + ": not all of them were injected");
    }
    all.calls += totals.calls;
    all.planned += totals.planned;
    all.injected += totals.injected;
  }
  const std::chrono::duration<double> time =
      std::chrono::steady_clock::now() - start;
  fmt::print("{} calls, {} faults planned, {} injected, {} wrong, {:.1f} s\n",
             all.calls, all.planned, all.injected, complaints.count(),
             time.count());
  return complaints.count() == 0 ? 0 : 1;
}
