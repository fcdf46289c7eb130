// What a command line asks for.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "pipeline/container/key.hpp"
#include "pipeline/options.hpp"

namespace hb::pipeline {

// How a run is shown, whatever it does.
struct View {
  bool quiet = false;  // errors alone
  bool json = false;   // a report on standard output, and nothing else there
  std::chrono::milliseconds interval{200};  // 0: at the end alone
  std::optional<std::filesystem::path> metrics_file;
  std::optional<std::uint16_t> metrics_port;  // on the loopback address
  std::string log_level = "warning";
};

struct PackCall {
  std::filesystem::path input;
  std::filesystem::path output;
  bool replace = false;
  Options options;
};

struct ReadCall {
  std::filesystem::path container;
  std::filesystem::path other;      // the folder to restore to, the original
  std::optional<std::string> only;  // one item and what is below it
  bool lists_chunks = false;
};

struct RecordsCall {
  std::filesystem::path file;
  std::size_t buffer_bytes = 512 * 1024;
  std::size_t channel_capacity = 1000;
  std::size_t batch_records = 100;
};

struct ScenarioCall {
  int number = 1;
  double scale = 1.0 / 64;
  std::uint64_t seed = 1;
  std::optional<std::filesystem::path> folder;  // for its files
};

enum class Command {
  pack,
  restore,
  verify,
  inspect,
  compare,
  records,
  scenario,
};

struct Call {
  Command command = Command::pack;
  std::optional<std::size_t> threads;
  KeySource key;
  View view;
  PackCall pack;
  ReadCall read;
  RecordsCall records;
  ScenarioCall scenario;
};

// What to do: a call, or to end with a code after a text, on standard output
// where the code is 0 and on standard error otherwise.
struct Parsed {
  Call call;
  std::optional<int> exit_code;
  std::string text;
};

// Exit codes are those of sysexits.h: 64 for what it does not understand.
Parsed parse_command_line(int argc, const char* const* argv);

}  // namespace hb::pipeline
