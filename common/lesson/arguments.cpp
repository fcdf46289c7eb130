#include "lesson/arguments.hpp"

#include <CLI/CLI.hpp>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <system_error>

namespace hb {
namespace {

constexpr unsigned kMostThreads = 64;
constexpr int kWrongCall = 2;

// Returns nullopt unless `text` is a whole number from 1 to 64.
std::optional<unsigned> thread_count(const std::string& text) {
  unsigned count = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, count);
  if (error != std::errc{} || stop != end) return std::nullopt;
  if (count < 1 || count > kMostThreads) return std::nullopt;
  return count;
}

LessonCall wrong(const std::string& fact, const std::string& expected,
                 const std::string& command) {
  return {.exit_code = kWrongCall,
          .text = "error: " + fact + "\n  " + expected + "\n  try: " + command +
                  "\n"};
}

}  // namespace

struct LessonArguments::Options {
  explicit Options(LessonDescription lesson)
      : description(lesson),
        command(std::string("./workbook lesson ") + lesson.number),
        parser(std::string("Lesson ") + lesson.number + ": " + lesson.title +
                   "\n" + lesson.shows,
               command + " --") {
    parser.set_help_flag("--help", "print this and end");
    parser.allow_extras();  // named in our own words, see parse()
    parser
        .add_option("--threads", threads,
                    "threads to use, 1 to 64 (default " +
                        std::to_string(lesson.threads) +
                        "; WORKBOOK_THREADS=N sets it for every lesson)")
        ->type_name("N")
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  }

  // "--threads=N, --help, --verbose"
  std::string names() const {
    std::string all = "--threads=N, --help";
    for (const std::string& name : own) all += ", " + name;
    return all;
  }

  LessonDescription description;
  std::string command;
  std::string threads;           // as typed
  std::vector<std::string> own;  // the lesson's own options, for messages
  CLI::App parser;
};

LessonArguments::LessonArguments(LessonDescription description)
    : options_(std::make_unique<Options>(description)) {}

LessonArguments::~LessonArguments() = default;

void LessonArguments::add_flag(const char* name, const char* help,
                               bool& target) {
  options_->parser.add_flag(name, target, help);
  options_->own.emplace_back(name);
}

void LessonArguments::add_text(const char* name, const char* help,
                               std::string& target) {
  options_->parser.add_option(name, target, help)->type_name("TEXT");
  options_->own.push_back(std::string(name) + "=TEXT");
}

LessonCall LessonArguments::parse(const std::vector<std::string>& arguments,
                                  const char* variable) {
  Options& options = *options_;
  const std::string lesson =
      std::string("lesson ") + options.description.number;
  const std::string help = options.command + " -- --help";
  options.threads.clear();
  try {
    // WHY reversed: CLI11 takes arguments from the back of a vector.
    options.parser.parse(
        std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::CallForHelp&) {
    return {.exit_code = 0, .text = options.parser.help()};
  } catch (const CLI::ParseError& error) {
    return wrong("the options of " + lesson + " do not parse",
                 std::string(error.what()) + ".", help);
  }
  if (const auto unknown = options.parser.remaining(); !unknown.empty()) {
    return wrong(lesson + " has no option \"" + unknown.front() + "\"",
                 "It has " + options.names() + ".", help);
  }

  const bool typed = options.parser.count("--threads") > 0;
  if (!typed && variable == nullptr) {
    return {.threads = options.description.threads};
  }
  const std::string text = typed ? options.threads : variable;
  if (const auto count = thread_count(text)) return {.threads = *count};
  return wrong((typed ? "--threads=" : "WORKBOOK_THREADS=") + text +
                   " is not a number of threads",
               "Expected a whole number from 1 to 64.",
               typed ? options.command + " -- --threads=" +
                           std::to_string(options.description.threads)
                     : "unset WORKBOOK_THREADS");
}

unsigned LessonArguments::read(int argc, char** argv) {
  const LessonCall call = parse({argv + (argc > 0 ? 1 : 0), argv + argc},
                                std::getenv("WORKBOOK_THREADS"));
  if (!call.exit_code) return call.threads;
  std::fputs(call.text.c_str(), *call.exit_code == 0 ? stdout : stderr);
  std::exit(*call.exit_code);
}

}  // namespace hb
