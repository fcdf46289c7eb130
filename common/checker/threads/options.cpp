#include "checker/threads/options.hpp"

#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace hb::threads {
namespace {

ProgramOptions options;  // written by read_options(), before any thread

constexpr const char* kHelp =
    "\nHappens Before, real threads:\n"
    "  --runs=N          run each explored body N times (200)\n"
    "  --hang-after=S    a body that needs S seconds is a hang (5)\n"
    "  --json=FILE       append one JSON object an event to FILE\n"
    "Exit: 0 accepted, 1 rejected, 2 wrong call.\n";

[[noreturn]] void wrong_call(std::string_view argument, const char* expected) {
  std::fprintf(stderr, "error: \"%.*s\": %s\n  try: --help\n",
               static_cast<int>(argument.size()), argument.data(), expected);
  std::exit(2);
}

int positive_number(std::string_view argument, std::string_view text) {
  int number = 0;
  const auto end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || rest != end || number < 1) {
    wrong_call(argument, "expected a whole number from 1");
  }
  return number;
}

}  // namespace

const ProgramOptions& options_of_the_program() { return options; }

void read_options(int& argc, char** argv) {
  const auto value = [](std::string_view argument, std::string_view name) {
    return argument.starts_with(name)
               ? std::optional(argument.substr(name.size()))
               : std::nullopt;
  };
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (argument == "--help") {
      std::fputs(kHelp, stdout);
    } else if (const auto runs = value(argument, "--runs=")) {
      options.runs = positive_number(argument, *runs);
    } else if (const auto seconds = value(argument, "--hang-after=")) {
      options.hang_after =
          std::chrono::seconds(positive_number(argument, *seconds));
    } else if (const auto file = value(argument, "--json=")) {
      options.json = *file;
    } else if (!argument.starts_with("--gtest_")) {
      wrong_call(argument, "no such option");
    }
  }
}

}  // namespace hb::threads
