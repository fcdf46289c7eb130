#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <system_error>

#include "call.hpp"
#include "help_text.hpp"
#include "pipeline/failure.hpp"

namespace hb::pipeline {
namespace {

constexpr const char* kAbout =
    "Packs files and folders into one container: compressed, checked and, with "
    "a\nkey, encrypted.\n\n  pipeline pack photos photos.hbp --key-file my.key "
    "  a folder into a file\n  pipeline inspect photos.hbp --key-file my.key   "
    "    what is in it\n  pipeline verify photos.hbp --key-file my.key        "
    "is every byte right\n  pipeline restore photos.hbp . --key-file my.key    "
    " makes ./photos\n  pipeline compare photos.hbp photos --key-file my.key\n "
    "                                                     what has "
    "changed\n\nA key file is any file of 32 bytes or more that stays secret "
    "and is not lost:\n  head -c 32 /dev/urandom >my.key\n--passphrase-file "
    "FILE takes its first line instead. Without either: compression\nand "
    "checksums.\n";

constexpr const char* kExitCodes =
    "Exit codes: 0 fine, 1 compare found differences, 64 wrong call,\n"
    "65 damaged data or an item that is missing, 66 no input, 73 cannot "
    "create,\n74 reading or writing failed, 77 not allowed or wrong key,\n"
    "129, 130 and 143 SIGHUP, SIGINT and SIGTERM.";

// "4MiB", "128KB", "4096". WHY not the library's text: it lists 28 units.
CLI::Validator size_value() {
  const CLI::AsSizeValue parse(false);
  return CLI::Validator(
      [parse](std::string& text) {
        // WHY: the unit is cut off it before it is refused.
        const std::string given = text;
        try {
          return parse(text);
        } catch (const CLI::ValidationError&) {
          return given + " is no size: give bytes, or 512KiB, 4MiB, 1GiB";
        }
      },
      "");
}

// WHY before the range: the library says only that it could not convert.
CLI::Validator whole_number() {
  return CLI::Validator(
      [](std::string& text) {
        const bool is_number =
            !text.empty() &&
            text.find_first_not_of("0123456789") == std::string::npos;
        return is_number ? std::string() : text + " is no whole number";
      },
      "");
}

template <typename T, typename Into>
CLI::Option* add_choice(CLI::App& app, const std::string& name, Into& into,
                        const std::map<std::string, T>& names,
                        const std::string& help) {
  std::string all;
  for (const auto& [word, value] : names)
    all += (all.empty() ? "" : "|") + word;
  return app
      .add_option_function<std::string>(
          name,
          [&into, names](const std::string& word) { into = names.at(word); },
          help)
      ->check(CLI::IsMember(names).description(""))
      ->type_name(all);
}

template <typename T>
CLI::Option* add_maybe(CLI::App& app, const std::string& name,
                       std::optional<T>& into, const std::string& type,
                       const std::string& help) {
  return app
      .add_option_function<T>(
          name, [&into](const T& value) { into = value; }, help)
      ->type_name(type);
}

CLI::Option* add_bytes(CLI::App& app, const std::string& name,
                       std::optional<std::size_t>& into,
                       const std::string& help) {
  return add_maybe(app, name, into, "BYTES", help)->transform(size_value());
}

void add_milliseconds(CLI::App& app, const std::string& name,
                      std::chrono::milliseconds& into,
                      const std::string& help) {
  app.add_option_function<std::int64_t>(
         name,
         [&into](std::int64_t ms) { into = std::chrono::milliseconds(ms); },
         help)
      ->type_name("MS")
      ->check(
          CLI::Range(std::int64_t{0}, std::int64_t{3'600'000}).description(""));
}

void add_key(CLI::App& app, KeySource& key) {
  CLI::Option* file = add_maybe(app, "--key-file", key.key_file, "FILE",
                                "The key: any file of 32 bytes or more")
                          ->group("Key");
  add_maybe(app, "--passphrase-file", key.passphrase_file, "FILE",
            "The key is derived from this file's first line (Argon2id)")
      ->group("Key")
      ->excludes(file);
}

void add_view(CLI::App& app, Call& call) {
  View& view = call.view;
  app.add_flag("-q,--quiet", view.quiet, "Print errors alone")
      ->group("What is shown");
  app.add_flag("--json", view.json,
               "Print a report in JSON on standard output when it ends")
      ->group("What is shown");
  app.add_option("--log-level", view.log_level,
                 "What the log on standard error holds (default: warning)")
      ->check(CLI::IsMember(
                  std::set<std::string>{"debug", "info", "warning", "error"})
                  .description(""))
      ->type_name("debug|info|warning|error")
      ->group("What is shown");
  add_maybe(app, "--threads", call.threads, "N",
            "Processors to count on; 1 for debugging (default: "
            "WORKBOOK_THREADS of the environment, or all)")
      ->check(CLI::Range(std::size_t{1}, std::size_t{1024}).description(""))
      ->group("What is shown");
}

void add_metrics(CLI::App& app, View& view) {
  app.option_defaults()->group("What is shown");
  add_milliseconds(app, "--metrics-interval", view.interval,
                   "Between two drawings of the dashboard on a terminal; 0: "
                   "once, at the end (default: 200)");
  add_maybe(app, "--metrics-file", view.metrics_file, "PATH",
            "Keep the metrics there as text for Prometheus");
  add_maybe(app, "--metrics-port", view.metrics_port, "PORT",
            "Let Prometheus fetch them from http://127.0.0.1:PORT/metrics; 0: "
            "a free port, which the log tells (--log-level=info)")
      ->check(CLI::Range(0, 65535).description(""));
  app.option_defaults()->group("Options");
}

void add_resources(CLI::App& app, Options& options) {
  app.option_defaults()->group("Resources");
  add_choice<Optimize>(app, "--optimize", options.optimize,
                       {{"throughput", Optimize::throughput},
                        {"latency", Optimize::latency},
                        {"resources", Optimize::resources},
                        {"balanced", Optimize::balanced}},
                       "What the figures below follow from where you do not "
                       "give them (default: throughput)");
  add_maybe(app, "--cpu-tokens", options.cpu_tokens, "N",
            "Chunks that are worked on at once, in all. By mode: throughput as "
            "many as processors, balanced one fewer, latency half, resources "
            "two fewer; at least 1")
      ->check(whole_number());
  add_maybe(app, "--io-tokens,--io-qdepth", options.io_tokens, "N",
            "Reads and writes under way at once. By storage 24, 12 or 4; half "
            "as many again with throughput, half with resources")
      ->check(whole_number());
  add_choice<StorageType>(
      app, "--storage-type", options.storage,
      {{"auto", StorageType::automatic},
       {"nvme", StorageType::nvme},
       {"ssd", StorageType::ssd},
       {"hdd", StorageType::hdd}},
      "The input's device: 24, 12 and 4 requests; auto asks the system, and "
      "takes 12 where it cannot tell (default: auto)");
  add_maybe(app, "--workers", options.workers, "N",
            "Threads that compress, 1 to 128 (default: as many as there are "
            "CPU tokens and chunks for)")
      ->check(whole_number());
  add_maybe(app, "--channel-depth", options.channel_depth, "N",
            "Chunks that wait between two stages; 0: none, a rendezvous "
            "(default: 4)")
      ->check(whole_number());
  add_bytes(
      app, "--chunk-size", options.chunk_bytes,
      "Bytes of a chunk, fixed, 4KiB to 64MiB (default: by --chunk-method)");
  add_choice<ChunkMethod>(app, "--chunk-method", options.chunk_method,
                          {{"filesize", ChunkMethod::filesize},
                           {"hillclimb", ChunkMethod::hillclimb}},
                          "By the input's size alone, or tuned by the time "
                          "that chunks take (default: hillclimb)");
  app.option_defaults()->group("Ways of working, to compare");
  add_choice<SpawnStyle>(app, "--spawn-style", options.spawn_style,
                         {{"tasks", SpawnStyle::tasks},
                          {"stream", SpawnStyle::stream},
                          {"fibers", SpawnStyle::fibers},
                          {"threads", SpawnStyle::threads}},
                         "What a chunk is run by: a task of a pool, one of N "
                         "loops, a fiber, a thread (default: stream)");
  add_choice<ReaderKind>(
      app, "--reader", options.reader,
      {{"service", ReaderKind::service}, {"minimal", ReaderKind::minimal}},
      "A thread that reads ahead, or each worker for itself (default: "
      "service)");
  add_choice<WriterKind>(
      app, "--writer", options.writer,
      {{"ordered", WriterKind::ordered},
       {"positional", WriterKind::positional},
       {"mutex", WriterKind::mutex}},
      "One thread in the chunks' order, each worker at a place of its own, or "
      "under a lock (default: ordered)");
  add_choice<SchedulerKind>(
      app, "--scheduler", options.scheduler,
      {{"simple", SchedulerKind::simple}, {"fair", SchedulerKind::fair}},
      "Files in their order, or three small ones for a chunk of one of 10 MB "
      "and more (default: simple; fair with --optimize=latency)");
  app.add_option("--small-file-threshold", options.small_file_bytes,
                 "Files up to this size share chunks and are read by one call; "
                 "0: none (default: 256KiB)")
      ->transform(size_value())
      ->type_name("BYTES");
  app.option_defaults()->group("Options");
}

void add_safety(CLI::App& app, PackCall& pack) {
  Options& options = pack.options;
  app.option_defaults()->group("When things go wrong");
  add_choice<OnError>(
      app, "--on-error", options.on_error,
      {{"stop", OnError::stop}, {"continue", OnError::go_on}},
      "At the first error, or without the item, which the exit code tells, too "
      "(default: stop for one file, continue for a folder)");
  CLI::Option* checkpoint =
      add_maybe(app, "--checkpoint", options.checkpoint, "PATH",
                "Keep there what is done, for --resume");
  add_milliseconds(
      app, "--checkpoint-interval", options.checkpoint_interval,
      "At least this long between two checkpoints (default: 1000)");
  app.add_flag("--resume", options.resume,
               "Go on where a run with the same --checkpoint was killed or "
               "interrupted; from the start where it left none")
      ->needs(checkpoint);
  app.add_option_function<double>(
         "--grace",
         [&options](double seconds) {
           // WHY: it is in every range, and no number of milliseconds.
           if (std::isnan(seconds)) {
             throw CLI::ValidationError("--grace", "nan is no time");
           }
           options.grace = std::chrono::milliseconds(
               static_cast<std::int64_t>(seconds * 1000));
         },
         "To finish what is begun after SIGINT, SIGTERM or SIGHUP; a second "
         "signal ends that, a third the program (default: 5)")
      ->type_name("SECONDS")
      ->check(CLI::Range(0.0, 3600.0).description(""));
  app.option_defaults()->group("Options");
}

void add_pack(CLI::App& app, Call& call) {
  CLI::App& pack = *app.add_subcommand("pack", "Pack a file or a folder");
  PackCall& into = call.pack;
  Options& options = into.options;
  pack.add_option("INPUT", into.input, "A file or a folder")->required();
  pack.add_option("OUTPUT", into.output, "The container to make")->required();
  pack.add_flag("-f,--force", into.replace, "Replace OUTPUT if it is there");
  pack.add_option("-l,--level", options.level,
                  "Of zstd, from 1 (fast) to 19 (small) (default: 3)")
      ->type_name("1..19")
      ->check(CLI::Range(1, 19).description(""));
  pack.add_option("--stages", options.stages,
                  "What is done to a chunk, a list of compress, encrypt, "
                  "checksum; ocr and llm stand for slow services, 20 ms of "
                  "computing and of waiting a chunk, for which 8 and 30 "
                  "--workers are usual (default: compress, checksum, and "
                  "encrypt with a key)")
      ->delimiter(',')
      ->check(CLI::IsMember(std::set<std::string>{"compress", "encrypt",
                                                  "checksum", "ocr", "llm"})
                  .description(""))
      ->type_name("LIST");
  add_maybe(pack, "--rate-limit", options.calls_per_minute, "CALLS_PER_MIN",
            "Calls a minute of the slow stages, at most")
      ->check(CLI::Range(std::int64_t{1}, std::int64_t{60'000'000})
                  .description(""));
  pack.add_option("--burst", options.burst,
                  "Calls that may come at once after a pause (default: 1)")
      ->type_name("N")
      ->check(
          CLI::Range(std::int64_t{1}, std::int64_t{1'000'000}).description(""));
  add_key(pack, call.key);
  add_choice<Cipher>(pack, "--cipher", options.cipher,
                     {{"aes-256-gcm", Cipher::aes_256_gcm},
                      {"xchacha20-poly1305", Cipher::xchacha20_poly1305}},
                     "Used with a key (default: aes-256-gcm)")
      ->group("Key");
  add_resources(pack, options);
  add_safety(pack, into);
  add_metrics(pack, call.view);
  add_view(pack, call);
  // WHY a callback: only who asks for help has it worked out.
  pack.footer([] { return memory_text() + "\n\n" + kExitCodes; });
  pack.final_callback([&call] { call.command = Command::pack; });
}

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
