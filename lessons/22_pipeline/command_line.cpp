#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <system_error>

#include "call.hpp"
#include "help_text.hpp"
#include "option_kinds.hpp"
#include "pack_options.hpp"
#include "pipeline/failure.hpp"
#include "shared_options.hpp"

namespace hb::pipeline {
namespace {

constexpr const char* kAbout =
    R"(Packs files and folders into one container: compressed, checked and, with a
key, encrypted.

  pipeline pack photos photos.hbp --key-file my.key   a folder into a file
  pipeline inspect photos.hbp --key-file my.key       what is in it
  pipeline verify photos.hbp --key-file my.key        is every byte right
  pipeline restore photos.hbp . --key-file my.key     makes ./photos
  pipeline compare photos.hbp photos --key-file my.key
                                                      what has changed

A key file is any file of 32 bytes or more that stays secret and is not lost:
  head -c 32 /dev/urandom >my.key
--passphrase-file FILE takes its first line instead. Without either: compression
and checksums.
)";

CLI::App& add_reading(CLI::App& app, Call& call, Command command,
                      const std::string& name, const std::string& help) {
  CLI::App& reading = *app.add_subcommand(name, help);
  reading.add_option("CONTAINER", call.read.container, "What pack made")
      ->required();
  add_key(reading, call.key);
  add_view(reading, call);
  reading.final_callback([&call, command] { call.command = command; });
  return reading;
}

void add_readings(CLI::App& app, Call& call) {
  CLI::App& restore = add_reading(app, call, Command::restore, "restore",
                                  "Make the files again, in a folder");
  restore
      .add_option("DIRECTORY", call.read.other,
                  "Gets the file or folder that was packed, by its name")
      ->required();
  add_maybe(
      restore, "--only", call.read.only, "PATH",
      "One item by its whole path, as inspect lists it, and what is below "
      "it");
  add_reading(app, call, Command::verify, "verify",
              "Check every checksum, tag and file, and write nothing");
  add_reading(app, call, Command::inspect, "inspect", "List what is in it")
      .add_flag("--chunks", call.read.lists_chunks, "The chunks, too");
  add_reading(app, call, Command::compare, "compare",
              "Tell what differs from the files; 1 where anything does")
      .add_option("ORIGINAL", call.read.other,
                  "The file or folder to compare with")
      ->required();
}

void add_records(CLI::App& app, Call& call) {
  CLI::App& records = *app.add_subcommand(
      "records", "Read ISO 2709 records from one large file, in parallel");
  RecordsCall& into = call.records;
  records.add_option("FILE", into.file, "A file of MARC records, .mrc")
      ->required();
  records
      .add_option("--buffer-size", into.buffer_bytes,
                  "Bytes that are read at once (default: 512KiB)")
      ->transform(size_value())
      ->type_name("BYTES")
      ->check(CLI::Range(std::size_t{1}, std::size_t{1} << 30).description(""));
  records
      .add_option("--channel-capacity", into.channel_capacity,
                  "Records that wait to be parsed, at most (default: 1000)")
      ->type_name("N")
      ->check(
          CLI::Range(std::size_t{1}, std::size_t{1'000'000}).description(""));
  records
      .add_option("--batch", into.batch_records,
                  "Records that a worker takes at once (default: 100)")
      ->type_name("N")
      ->check(
          CLI::Range(std::size_t{1}, std::size_t{1'000'000}).description(""));
  add_view(records, call);
  records.final_callback([&call] { call.command = Command::records; });
}

void add_scenario(CLI::App& app, Call& call) {
  CLI::App& scenario =
      *app.add_subcommand("scenario",
                          "Show one of five loads: 1 CPU-bound, 2 I/O-bound, 3 "
                          "mixed sizes,\n4 memory, 5 cancellation");
  ScenarioCall& into = call.scenario;
  scenario.add_option("NUMBER", into.number, "1 to 5")
      ->required()
      ->check(CLI::Range(1, 5).description(""));
  scenario
      .add_option("--scale", into.scale,
                  "Of the full size (default: 0.015625, 1/64)")
      ->type_name("F")
      ->check(CLI::Range(1.0 / 4096, 1.0).description(""));
  scenario
      .add_option("--seed", into.seed, "Of the generated data (default: 1)")
      ->type_name("N");
  add_maybe(scenario, "--folder", into.folder, "FOLDER",
            "For its files (default: a temporary one that is removed)");
  add_view(scenario, call);
  scenario.final_callback([&call] { call.command = Command::scenario; });
}

bool has_slow_stage(const Options& options) {
  return options.wants("ocr") || options.wants("llm");
}

// What goes together and what does not, beyond what an option can tell alone.
void check(const Call& call) {
  if (call.command != Command::pack) return;
  const Options& options = call.pack.options;
  const auto refuse = [](const std::string& text) {
    throw CLI::ValidationError(text);
  };
  if (call.pack.output.empty()) refuse("OUTPUT is empty");
  const bool has_key = call.key.derivation() != KeyDerivation::none;
  if (options.cipher != Cipher::none && !has_key) {
    refuse("--cipher needs --key-file or --passphrase-file");
  }
  if (options.wants("encrypt") && !options.stages.empty() && !has_key) {
    refuse("--stages=encrypt needs --key-file or --passphrase-file");
  }
  if (has_key && !options.wants("encrypt")) {
    refuse("there is a key, and --stages does not name encrypt");
  }
  if (options.calls_per_minute && !has_slow_stage(options)) {
    refuse("--rate-limit needs a slow stage: --stages=compress,llm");
  }
  if (options.checkpoint && options.writer != WriterKind::ordered) {
    refuse(
        "--checkpoint needs --writer=ordered: only then is what is done a "
        "piece without a gap");
  }
}

// WHY not the library's envname(): it lets the environment win over an option
// that is given, where several commands have it.
void take_threads_of_environment(Call& call) {
  const char* text = std::getenv("WORKBOOK_THREADS");
  if (call.threads || text == nullptr || *text == '\0') return;
  std::size_t threads = 0;
  const char* end = text + std::strlen(text);
  const auto [after, error] = std::from_chars(text, end, threads);
  if (error != std::errc() || after != end || threads < 1 || threads > 1024) {
    throw CLI::ValidationError(fmt::format(
        "WORKBOOK_THREADS={} in the environment: from 1 to 1024", text));
  }
  call.threads = threads;
}

}  // namespace

Parsed parse_command_line(int argc, const char* const* argv) {
  Parsed parsed;
  CLI::App app(kAbout, "pipeline");
  const auto help = std::make_shared<HelpText>();
  app.formatter(help);
  app.require_subcommand(0, 1);
  app.option_defaults()->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  app.set_help_flag("-h,--help", "Print this");
  add_pack(app, parsed.call);
  add_readings(app, parsed.call);
  add_records(app, parsed.call);
  add_scenario(app, parsed.call);
  for (CLI::App* command : app.get_subcommands({})) {
    if (command->get_name() != "pack") command->footer(kExitCodes);
  }
  app.footer(std::string(kExitCodes) + "\n\nMore: pipeline COMMAND --help");
  try {
    app.parse(argc, argv);
    if (app.get_subcommands().empty()) {
      parsed.exit_code = 0;
      parsed.text = app.help();
      return parsed;
    }
    take_threads_of_environment(parsed.call);
    check(parsed.call);
  } catch (const CLI::CallForHelp&) {
    parsed.exit_code = 0;
    parsed.text = app.help();
  } catch (const CLI::ParseError& error) {
    const auto chosen = app.get_subcommands();
    parsed.exit_code = static_cast<int>(FailureKind::usage);
    parsed.text =
        fmt::format("pipeline: {}\ntry: pipeline {}--help\n", error.what(),
                    chosen.empty() ? "" : chosen.front()->get_name() + " ");
  }
  return parsed;
}

}  // namespace hb::pipeline
