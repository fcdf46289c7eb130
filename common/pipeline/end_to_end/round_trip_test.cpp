// Packs random trees and files with random options, restores them, and compares
// what came back with what was there.
//
//   pipeline_round_trip --tool=PATH [--count=200] [--seed=1] [--jobs=2]
//                       [--input=PATH]   this folder instead of random ones
//                       [--sparse]       a file of 5 GB that is nearly all hole
//
// Number N of seed S is number 0 of seed S + N.

#include <fmt/format.h>
#include <sys/stat.h>

#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include "pipeline/end_to_end/random.hpp"
#include "pipeline/end_to_end/same_tree.hpp"
#include "pipeline/end_to_end/tool.hpp"
#include "pipeline/end_to_end/tree_generator.hpp"

namespace {

using namespace hb::pipeline;
namespace fs = std::filesystem;
using Words = std::vector<std::string>;

constexpr std::uint64_t kPassphrases =
    100;  // one of so many: it takes a second

Words key_options(const Scratch& scratch, Random& random) {
  if (random.one_in(3)) return {};
  Words words;
  if (random.one_in(kPassphrases)) {
    words = {"--passphrase-file", scratch.file("key", "correct horse\n")};
  } else {
    words = {"--key-file", scratch.file("key", std::string(32, 'k'))};
  }
  return words;
}

Words pack_options(Random& random, std::size_t& chunk_bytes) {
  const std::string kStyles[] = {"tasks", "stream", "fibers", "threads"};
  const std::string kWriters[] = {"ordered", "positional", "mutex"};
  const std::string kReaders[] = {"service", "minimal"};
  const std::string kSchedulers[] = {"simple", "fair"};
  const std::string kModes[] = {"throughput", "latency", "resources",
                                "balanced"};
  const std::string kLevels[] = {"1", "1", "3", "3", "9"};
  const std::string kDepths[] = {"0", "1", "4"};
  const std::string kWorkers[] = {"1", "2", "3"};
  const std::string kThresholds[] = {"0", "1000", "256KiB"};
  const std::size_t kChunks[] = {4096, 4096, 20000, 65536, 1 << 20};
  Words words = {"--spawn-style=" + random.pick(kStyles),
                 "--writer=" + random.pick(kWriters),
                 "--reader=" + random.pick(kReaders),
                 "--scheduler=" + random.pick(kSchedulers),
                 "--optimize=" + random.pick(kModes),
                 "--level=" + random.pick(kLevels),
                 "--channel-depth=" + random.pick(kDepths),
                 "--workers=" + random.pick(kWorkers),
                 "--small-file-threshold=" + random.pick(kThresholds)};
  chunk_bytes = random.pick(kChunks);
  if (random.one_in(5)) {
    words.push_back(random.one_in(2) ? "--chunk-method=filesize"
                                     : "--chunk-method=hillclimb");
  } else {
    words.push_back(fmt::format("--chunk-size={}", chunk_bytes));
  }
  if (random.one_in(20)) words.push_back("--stages=checksum");
  return words;
}

Words joined(Words words, const Words& more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

std::string text_of(const Words& words) {
  std::string text;
  for (const std::string& word : words) text += " " + word;
  return text;
}

// What is wrong, or "".
std::string round_trip(const std::string& tool, const Scratch& scratch,
                       const fs::path& input, const Words& options,
                       const Words& key) {
  const fs::path container = scratch / "container";
  const fs::path back = scratch / "back";
  const Ended packed = run({joined(joined({tool, "pack", input, container,
                                           "--json", "-q", "--on-error=stop"},
                                          options),
                                   key)});
  if (const auto text = complaint_of_pack(packed); !text.empty()) return text;
  const Ended verified = run({joined({tool, "verify", container, "-q"}, key)});
  if (verified.exit_code != 0) return "verify: " + verified.text();
  fs::create_directory(back);
  const Ended restored =
      run({joined({tool, "restore", container, back, "-q"}, key)});
  if (restored.exit_code != 0) return "restore: " + restored.text();
  if (names_in(back).size() != 1) return "restore left more than the root";
  const auto text = first_difference(input, back / input.filename());
  if (!text.empty()) return "restored: " + text;
  const Ended compared =
      run({joined({tool, "compare", container, input, "-q"}, key)});
  if (compared.exit_code != 0) return "compare: " + compared.text();
  return "";
}

void one_trip(const Settings& settings, std::uint64_t number,
              Complaints& complaints) {
  Random random(settings.seed + number);
  const Scratch scratch;
  std::size_t chunk_bytes = 0;
  Words options = pack_options(random, chunk_bytes);
  const Words key = key_options(scratch, random);
  if (!key.empty() && random.one_in(2)) {
    options.push_back("--cipher=xchacha20-poly1305");
  }
  std::erase_if(options, [&](const std::string& word) {
    return !key.empty() && word == "--stages=checksum";
  });
  fs::path input = settings.input;
  if (input.empty()) {
    // WHY a folder around it: a root of its own time, mode and name.
    input = scratch / "in";
    const TreeOptions size = {chunk_bytes, 300'000};
    if (random.one_in(5)) {
      make_file(input, random, size);
    } else {
      make_tree(input, random, size);
    }
  }
  const auto text = round_trip(settings.tool, scratch, input, options, key);
  if (text.empty()) return;
  complaints.add(fmt::format("--seed={} --count=1:{}{}\n  {}",
                             settings.seed + number, text_of(options),
                             key.empty() ? "" : " " + key[0], text));
}

std::uint64_t allocated_bytes(const fs::path& path) {
  struct stat status = {};
  ::stat(path.c_str(), &status);
  return static_cast<std::uint64_t>(status.st_blocks) * 512;
}

// Five gigabytes with twenty islands: through the holes and not along them, and
// holes again where it is restored.
void sparse_trip(const Settings& settings, Complaints& complaints) {
  constexpr std::uint64_t kBytes = 5'000'000'000;
  constexpr std::uint64_t kMostAllocated = 4 << 20;
  Random random(settings.seed);
  const Scratch scratch;
  const fs::path input = scratch / "in";
  make_sparse_file(input, kBytes, 20, random);
  const auto text = round_trip(settings.tool, scratch, input, {}, {});
  if (!text.empty()) complaints.add("sparse: " + text);
  const std::uint64_t bytes = allocated_bytes(scratch / "back" / "in");
  if (bytes > kMostAllocated) {
    complaints.add(fmt::format("sparse: restored, it takes {} bytes", bytes));
  }
  if (fs::exists(scratch / "container") &&
      fs::file_size(scratch / "container") > kMostAllocated) {
    complaints.add("sparse: the container holds the holes");
  }
}

}  // namespace

int main(int argc, char** argv) {
  const Settings settings = read_settings(argc, argv, 200, {"--sparse"});
  const auto start = std::chrono::steady_clock::now();
  Complaints complaints;
  in_parallel(
      settings.jobs, settings.count, complaints,
      [&](std::uint64_t number) { one_trip(settings, number, complaints); });
  if (settings.has("--sparse")) sparse_trip(settings, complaints);
  const std::chrono::duration<double> time =
      std::chrono::steady_clock::now() - start;
  fmt::print("{} round trips{}, {} wrong, {:.1f} s, seed {}\n", settings.count,
             settings.has("--sparse") ? " and 5 GB of holes" : "",
             complaints.count(), time.count(), settings.seed);
  return complaints.count() == 0 ? 0 : 1;
}
