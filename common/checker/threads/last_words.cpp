#include "checker/threads/last_words.hpp"

#include <execinfo.h>

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>

#include "checker/threads/options.hpp"
#include "checker/threads/place.hpp"
#include "checker/threads/report.hpp"
#include "checker/threads/start_gate.hpp"

namespace hb::threads {
namespace {

constexpr int kFrames = 64;

std::string thread_name() {
  const int number = thread_number();
  return number == 0 ? "main" : "T" + std::to_string(number);
}

[[noreturn]] void on_terminate() {
  Finding finding{"terminate",
                  "std::terminate was called: a joinable std::thread was "
                  "destroyed, or a noexcept function threw",
                  {},
                  0};
  if (const auto exception = std::current_exception()) {
    finding.kind = "exception";
    finding.message = "an exception left " + thread_name();
    try {
      std::rethrow_exception(exception);
    } catch (const std::exception& caught) {
      finding.message += std::string(": ") + caught.what();
    } catch (...) {
      finding.message += ": not a std::exception";
    }
  }
  void* frames[kFrames] = {};
  const int count = backtrace(frames, kFrames);
  const Place place = innermost_place(frames, count);
  finding.steps.push_back(
      {thread_name(), place.file, place.line, "ends the process"});
  report_last_words(finding);
  // Whoever reads the stream says it in better words.
  if (options_of_the_program().json.empty()) {
    std::fprintf(stderr, "%s: test %s: %s\n", finding.kind.c_str(),
                 current_test().c_str(), finding.message.c_str());
  }
  std::abort();
}

}  // namespace

void install_last_words() { std::set_terminate(&on_terminate); }

}  // namespace hb::threads

// glibc's assert() calls this. A failed assert is a failure of the test, with
// its line, not a nameless abort.
extern "C" [[noreturn]] void __assert_fail(const char* expression,
                                           const char* file, unsigned line,
                                           const char* function) noexcept {
  using namespace hb::threads;
  report_last_words({"failure",
                     std::string("assert failed: ") + expression,
                     {{thread_name(), file, static_cast<int>(line), "asserts"}},
                     0});
  if (options_of_the_program().json.empty()) {
    std::fprintf(stderr, "%s:%u: %s: assert failed: %s\n", file, line, function,
                 expression);
  }
  std::abort();
}
