// Channels of other languages, as programs of their own: the time that they
// print is the row's. Where one was not built there is no row.

#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "measure.hpp"

namespace hb {
namespace {

constexpr Value kValues = 200'000;

// Negative: it did not run, or lost a value.
double ask(const std::string& command) {
  double nanoseconds = -1;
  std::FILE* output = popen(command.c_str(), "r");
  if (!output) return -1;
  if (std::fscanf(output, "%lf", &nanoseconds) != 1) nanoseconds = -1;
  return pclose(output) == 0 ? nanoseconds : -1;
}

void add_program(const std::string& way, const std::string& file,
                 const std::string& command, std::size_t depth, Shape shape) {
  if (!std::filesystem::exists(file)) return;
  std::string arguments;
  for (const std::int64_t number :
       {std::int64_t{shape.senders}, std::int64_t{shape.receivers},
        static_cast<std::int64_t>(depth), kValues}) {
    arguments += ' ';
    arguments += std::to_string(number);
  }
  benchmark::RegisterBenchmark(
      row_name(way, depth, shape).c_str(),
      [=](benchmark::State& state) {
        while (state.KeepRunningBatch(kValues)) {
          const double nanoseconds = ask(command + arguments);
          if (nanoseconds < 0) state.SkipWithError("the peer failed");
          state.SetIterationTime(nanoseconds * kValues / 1e9);
        }
      })
      ->UseManualTime()
      ->Iterations(kValues);
}

}  // namespace

void add_other_languages(std::size_t depth, Shape shape) {
  std::error_code error;
  const std::filesystem::path peers =
      std::filesystem::read_symlink("/proc/self/exe", error).parent_path() /
      "peers_07";
  const std::string go = peers / "channel_go";
  const std::string rust = peers / "channel_rust";
  add_program("go_chan", go, go, depth, shape);
  add_program("rust_sync_channel", rust, rust, depth, shape);
  add_program("java_array_blocking_queue", peers / "Channel.class",
              "java -cp " + peers.string() + " Channel", depth, shape);
}

}  // namespace hb
