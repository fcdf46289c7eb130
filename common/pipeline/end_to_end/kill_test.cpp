// Kills packs that keep a checkpoint, resumes them, kills them again, and
// compares the result with that of a run that nobody disturbed. Interrupts
// others by SIGINT and SIGTERM.
//
//   pipeline_kill --tool=PATH --layer=PATH [--count=20] [--seed=1] [--jobs=2]
//
// Every other kill comes just before a certain system call, which are spread
// over the run; the others come after a part of the time that a run takes.

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <string>
#include <vector>

#include "pipeline/end_to_end/fault.hpp"
#include "pipeline/end_to_end/random.hpp"
#include "pipeline/end_to_end/same_tree.hpp"
#include "pipeline/end_to_end/tool.hpp"
#include "pipeline/end_to_end/tree_generator.hpp"

namespace {

using namespace hb::pipeline;
namespace fs = std::filesystem;
using Words = std::vector<std::string>;

// What all kills share: one input, and a run of each kind to compare with.
struct Bench {
  const Settings& settings;
  Scratch scratch{};
  fs::path input = scratch / "in";
  fs::path key = scratch.file("key", std::string(32, 'k'));
  fs::path undisturbed = scratch / "undisturbed";
  std::vector<Call> calls = {};            // of a run with a checkpoint
  std::chrono::nanoseconds duration = {};  // of a run
};

// One run in a folder of its own, maybe in several goes.
struct Pack {
  const Bench& bench;
  fs::path folder;
  Words options;
  bool is_deterministic;  // no key, and chunks of one size

  fs::path output() const { return folder / "out"; }
  fs::path partial() const { return folder / "out.partial"; }

  Command command(const Words& more) const {
    Words words = {
        bench.settings.tool, "pack", bench.input, output(), "--json", "-q"};
    words.insert(words.end(), options.begin(), options.end());
    words.insert(words.end(), more.begin(), more.end());
    return {.words = words};
  }
  Words checkpoint() const {
    return {"--checkpoint", folder / "checkpoint", "--checkpoint-interval=0"};
  }
  Words resumed() const {
    Words words = checkpoint();
    words.push_back("--resume");
    return words;
  }
};

Pack some_pack(const Bench& bench, const fs::path& folder, Random& random) {
  fs::create_directory(folder);
  Pack pack = {bench, folder, {"--chunk-size=16KiB", "--workers=2"}, true};
  switch (random.below(4)) {
    case 0:
      pack.options = {"--chunk-size=16KiB", "--key-file", bench.key};
      pack.is_deterministic = false;
      break;
    case 1:
      pack.options = {"--chunk-method=hillclimb"};
      pack.is_deterministic = false;
      break;
    default:
      break;
  }
  return pack;
}

bool is_locked(const fs::path& path) {
  const int fd = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
  if (fd < 0) return false;
  const bool locked = ::flock(fd, LOCK_EX | LOCK_NB) != 0;
  ::close(fd);
  return locked;
}

Words with_key(const Pack& pack, Words words) {
  if (std::ranges::count(pack.options, "--key-file") > 0) {
    words.push_back("--key-file");
    words.push_back(pack.bench.key);
  }
  return words;
}

std::string complaint_of_output(const Pack& pack) {
  if (pack.is_deterministic &&
      content_of(pack.output()) != content_of(pack.bench.undisturbed)) {
    return "the container is not that of an undisturbed run";
  }
  const std::string& tool = pack.bench.settings.tool;
  const fs::path back = pack.folder / "back";
  fs::create_directory(back);
  const Ended restored = run(
      {.words = with_key(pack, {tool, "restore", pack.output(), back, "-q"})});
  if (restored.exit_code != 0) return "restore: " + restored.text();
  const auto text = first_difference(pack.bench.input, back / "in");
  remove_tree(back);
  return text;
}

std::string complaint_of_resumed(const Pack& pack) {
  // The kill came too late: that run had ended well.
  if (names_in(pack.folder) == Words{"out"}) return complaint_of_output(pack);
  const Ended ended = run(pack.command(pack.resumed()));
  if (const auto text = complaint_of_pack(ended); !text.empty()) return text;
  if (names_in(pack.folder) != Words{"out"}) return "more than the output";
  return complaint_of_output(pack);
}

std::string complaint_of_killed(const Pack& pack, const Process& process) {
  if (process.has_left_processes()) return "processes are left";
  if (is_locked(pack.partial())) return "the lock is held";
  if (!fs::exists(pack.output())) return "";
  const std::string text = complaint_of_output(pack);
  return text.empty() ? "" : "under the final name: " + text;
}

// What is wrong after a run was killed by `process`'s end, or "".
std::string kill_once(const Pack& pack, const Words& words, Random& random) {
  const Bench& bench = pack.bench;
  if (random.one_in(2)) {
    const Scratch logs;
    Process process(injected(pack.command(words), bench.settings.layer,
                             bench.scratch.path(), logs / "log",
                             {random.pick(bench.calls), "kill"}));
    process.wait();
    return complaint_of_killed(pack, process);
  }
  Process process(pack.command(words));
  process.has_ended_within(bench.duration * random.below(100) / 100);
  process.send(SIGKILL);
  process.wait();
  return complaint_of_killed(pack, process);
}

std::string kill_and_resume(const Bench& bench, const fs::path& folder,
                            Random& random) {
  const Pack pack = some_pack(bench, folder, random);
  std::string text = kill_once(pack, pack.checkpoint(), random);
  for (std::uint64_t i = random.below(3); i > 0 && text.empty(); --i) {
    if (!fs::exists(folder / "checkpoint")) break;
    text = kill_once(pack, pack.resumed(), random);
  }
  if (text.empty()) text = complaint_of_resumed(pack);
  return text.empty() ? "" : fmt::format("{} {}", pack.options.back(), text);
}

// SIGINT or SIGTERM at some call: drained, and nothing is left but what a
// checkpoint needs.
std::string interrupt(const Bench& bench, const fs::path& folder,
                      Random& random) {
  const Pack pack = some_pack(bench, folder, random);
  const bool has_checkpoint = random.one_in(2);
  const bool is_int = random.one_in(2);
  const Scratch logs;
  const Words words = has_checkpoint ? pack.checkpoint() : Words{};
  const Call call = random.pick(bench.calls);
  Process process(injected(pack.command(words), bench.settings.layer,
                           bench.scratch.path(), logs / "log",
                           {call, is_int ? "int" : "term"}));
  const Ended ended = process.wait();
  const std::string where = call.text() + ": ";
  if (process.has_left_processes()) return where + "processes are left";
  // It may come when all is done, or not at all.
  if (ended.exit_code == 0) {
    const auto text = complaint_of_output(pack);
    return text.empty() ? "" : where + text;
  }
  if (ended.exit_code != (is_int ? 130 : 143)) return where + ended.text();
  if (ended.out.find("\"permits_returned\":true") == std::string::npos &&
      ended.out.find("\"permits_returned\": true") == std::string::npos) {
    return where + "permits are missing";
  }
  if (fs::exists(pack.output())) return where + "there is an output";
  if (!has_checkpoint) {
    return names_in(folder).empty() ? "" : where + "something is left";
  }
  const auto text = complaint_of_resumed(pack);
  return text.empty() ? "" : where + "resumed: " + text;
}

void make_input(const fs::path& root, std::uint64_t seed) {
  Random random(seed);
  fs::create_directory(root);
  make_tree(root / "tree", random, {16384, 300'000});
  for (int i = 0; i < 12; ++i) {
    make_file(root / fmt::format("file{}", i), random, {100'000, 400'000});
  }
}

// An undisturbed run, for its container, its time, and its calls.
std::string measure(Bench& bench) {
  Pack pack = {bench,
               bench.scratch / "measured",
               {"--chunk-size=16KiB", "--workers=2"},
               true};
  fs::create_directory(pack.folder);
  const auto start = std::chrono::steady_clock::now();
  const Ended ended = run(pack.command(pack.checkpoint()));
  bench.duration = std::chrono::steady_clock::now() - start;
  if (const auto text = complaint_of_pack(ended); !text.empty()) return text;
  fs::rename(pack.output(), bench.undisturbed);
  const Scratch logs;
  run(watched(pack.command(pack.checkpoint()), bench.settings.layer,
              bench.scratch.path(), logs / "log"));
  bench.calls = read_log(logs / "log");
  return bench.calls.empty() ? "the layer has seen no call" : "";
}

}  // namespace

int main(int argc, char** argv) {
  const Settings settings = read_settings(argc, argv, 20);
  const auto start = std::chrono::steady_clock::now();
  Complaints complaints;
  Bench bench = {.settings = settings};
  make_input(bench.input, settings.seed);
  if (const auto text = measure(bench); !text.empty()) {
    fmt::print(stderr, "{}\n", text);
    return 1;
  }
  in_parallel(
      settings.jobs, 2 * settings.count, complaints, [&](std::uint64_t number) {
        Random random(settings.seed * 1'000'003 + number);
        const fs::path folder = bench.scratch / fmt::format("run{}", number);
        const bool is_kill = number % 2 == 0;
        const auto text = is_kill ? kill_and_resume(bench, folder, random)
                                  : interrupt(bench, folder, random);
        if (!text.empty()) {
          complaints.add(fmt::format(
              "{} {}: {}", is_kill ? "kill" : "interruption", number, text));
        }
        remove_tree(folder);
      });
  const std::chrono::duration<double> time =
      std::chrono::steady_clock::now() - start;
  fmt::print(
      "{} kills of {} calls, {} interruptions, {} wrong, {:.1f} s, seed {}\n",
      settings.count, bench.calls.size(), settings.count, complaints.count(),
      time.count(), settings.seed);
  return complaints.count() == 0 ? 0 : 1;
}
