#include "shared_options.hpp"

#include <set>
#include <string>

#include "option_kinds.hpp"

namespace hb::pipeline {

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

}  // namespace hb::pipeline
