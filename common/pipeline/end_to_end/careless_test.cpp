// Calls as a hasty hand or a hostile shell makes them: each ends as it should,
// in its exit code and in what is left.
//
//   pipeline_careless --tool=PATH

#include <fmt/format.h>

#include <csignal>
#include <filesystem>
#include <string>
#include <vector>

#include "pipeline/end_to_end/tool.hpp"

namespace {

using namespace hb::pipeline;

struct Case {
  std::string name;
  std::string shell;  // $P is the tool
  int exit_code;
  std::vector<std::string> left;  // all names, in order
};

// The folder holds `file`, `key` and `tree/file`.
const std::vector<Case>& cases() {
  static const std::vector<std::string> kNothing = {"file", "key", "tree"};
  static const std::vector<std::string> kOut = {"file", "key", "out", "tree"};
  static const std::vector<Case> all = {
      {"no descriptor is open", "$P pack file out -q <&- >&- 2>&-", 0, kOut},
      {"what is told has nowhere to go", "$P pack file out >&- 2>&-", 74, kOut},
      {"no file may be longer",
       "ulimit -f 20; $P pack file out -q --stages=checksum", 74, kNothing},
      {"no thread may be started",
       "ulimit -v 60000; $P pack file out -q --workers=64 --threads=64", 74,
       kNothing},
      {"the input is the output", "$P pack file file --force", 64, kNothing},
      {"the key is the output", "$P pack tree key --key-file=key --force", 64,
       kNothing},
      {"the checkpoint is the input", "$P pack file out --checkpoint=file", 64,
       kNothing},
      {"the checkpoint is a file of the user's",
       "$P pack tree out --checkpoint=key", 73, kNothing},
      {"the metrics go where the input is",
       "$P pack file out --metrics-file=./file", 64, kNothing},
      {"the output is in the input",
       "cd tree && $P pack . out -q && $P pack . out -fq && mv out .. && "
       "test $($P inspect ../out | grep -c tree/) = 1",
       0, kOut},
      {"the container is a pipe", "$P verify <(cat file)", 66, kNothing},
      {"the key never ends", "$P pack file out --key-file=/dev/zero", 64,
       kNothing},
      {"grace is no number", "$P pack file out --grace=nan", 64, kNothing},
      {"the limiter has nothing to limit", "$P pack file out --rate-limit=60",
       64, kNothing},
      {"SIGTERM in the wait for a slow service",
       "$P pack file out -q --stages=llm --rate-limit=1 --chunk-size=4KiB "
       "--grace=0 & sleep 0.1; kill -TERM $!; wait $!",
       143, kNothing},
      {"a checkpoint is there, and nobody said --resume",
       "$P pack file out -q --stages=llm --rate-limit=1 --chunk-size=4KiB "
       "--grace=0 --checkpoint=saved & sleep 0.1; kill -TERM $!; wait $!; "
       "test -e saved && $P pack file out --checkpoint=saved 2>&1 >told.pipe "
       "| grep -q -e --resume && rm told.pipe",
       0, kOut},
      {"the terminal goes in the wait for a slow service",
       "$P pack file out -q --stages=llm --rate-limit=1 --chunk-size=4KiB "
       "--grace=0 & sleep 0.1; kill -HUP $!; wait $!",
       129, kNothing},
  };
  return all;
}

std::string joined(const std::vector<std::string>& names) {
  std::string all;
  for (const std::string& name : names) all += ' ' + name;
  return all;
}

std::string complaint_of(const Case& one, const std::string& tool) {
  const Scratch folder;
  const std::string bytes(200'000, 'x');
  folder.file("file", bytes);
  folder.file("key", std::string(32, 'k'));
  std::filesystem::create_directory(folder / "tree");
  folder.file("tree/file", bytes);
  const Ended ended = run(
      {.words = {"/bin/bash", "-c",
                 fmt::format("cd {}; {}", folder.path().string(), one.shell)},
       .environment = {{"P", tool}}});
  if (ended.exit_code != one.exit_code) {
    return fmt::format("{}, not {}", ended.text(), one.exit_code);
  }
  if (content_of(folder / "file") != bytes) return "the input was changed";
  const auto left = names_in(folder.path());
  return left == one.left ? "" : "left are" + joined(left);
}

}  // namespace

int main(int argc, char** argv) {
  const Settings settings = read_settings(argc, argv, cases().size());
  Complaints complaints;
  in_parallel(settings.jobs, cases().size(), complaints, [&](std::uint64_t n) {
    const Case& one = cases()[n];
    const std::string text = complaint_of(one, settings.tool);
    if (!text.empty()) complaints.add(one.name + ": " + text);
  });
  fmt::print("{} careless calls, {} went wrong\n", cases().size(),
             complaints.count());
  return complaints.count() == 0 ? 0 : 1;
}
