// How long a learner waits in watch mode: from a save of 07a to the first sign
// of life, and to the verdict. Not a test; built on demand, on a quiet machine:
//
//   cmake --build build/dev --target save_to_verdict
//   build/dev/bin/save_to_verdict

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <vector>

#include "runner/end_to_end/temporary_workbook.hpp"
#include "runner/end_to_end/terminal_session.hpp"

namespace {

using namespace hb::runner;
using std::chrono::steady_clock;

constexpr int kSaves = 10;
const std::string kFolder = "07_channels/a_close";
const std::string kFile = kFolder + "/channel.hpp";

void expect(TerminalSession& session, const std::string& text) {
  if (session.expect(text)) return;
  throw std::runtime_error("not seen: " + text + "\n" + session.seen());
}

std::string summary(std::vector<double> seconds) {
  std::sort(seconds.begin(), seconds.end());
  const std::size_t half = seconds.size() / 2;
  return fmt::format("median {:.2f} s, {:.2f} to {:.2f}",
                     (seconds[half - 1] + seconds[half]) / 2, seconds.front(),
                     seconds.back());
}

void measure(const TemporaryWorkbook& workbook, TerminalSession& session,
             const std::string& name, const std::string& answer,
             const std::string& verdict) {
  std::vector<double> to_sign;
  std::vector<double> to_verdict;
  for (int save = 0; save < kSaves; ++save) {
    const auto began = steady_clock::now();
    const auto since = [&] {
      return std::chrono::duration<double>(steady_clock::now() - began).count();
    };
    write_file(workbook.root() / "exercises" / kFile,
               answer + fmt::format("// {} {}\n", name, save));
    expect(session, "07a: saved");
    to_sign.push_back(since());
    expect(session, verdict);
    to_verdict.push_back(since());
  }
  fmt::print("{:<12} first sign of life: {}; verdict: {}\n", name,
             summary(to_sign), summary(to_verdict));
}

}  // namespace

int main() {
  const TemporaryWorkbook workbook({kFolder});
  TerminalSession session({TemporaryWorkbook::runner().string()},
                          {"WORKBOOK_ROOT=" + workbook.root().string()});
  expect(session, "try: ./workbook");

  const std::string solution = read_file(workbook.root() / "solutions" / kFile);
  std::string drops_tail = solution;
  const std::string right = "if (values_.empty()) return";
  drops_tail.replace(drops_tail.find(right), right.size(),
                     "if (closed_) return");
  measure(workbook, session, "solution", solution, "accepted: 07a");
  measure(workbook, session, "drops_tail", drops_tail, "failure: 07a");
  session.type("q");
  return session.exit_code();
}
