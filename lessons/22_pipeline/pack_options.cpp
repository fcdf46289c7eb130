#include "pack_options.hpp"

#include <chrono>
#include <cmath>
#include <cstdint>
#include <set>
#include <string>

#include "help_text.hpp"
#include "option_kinds.hpp"
#include "shared_options.hpp"

namespace hb::pipeline {
namespace {

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

}  // namespace

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

}  // namespace hb::pipeline
