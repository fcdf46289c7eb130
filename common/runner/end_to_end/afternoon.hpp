// For end-to-end tests: a workbook with two exercises, and a learner in front
// of a terminal.
#pragma once

#include <gtest/gtest.h>
#include <termios.h>

#include <cstring>
#include <string>
#include <vector>

#include "runner/end_to_end/temporary_workbook.hpp"
#include "runner/end_to_end/terminal_session.hpp"

namespace hb::runner {

inline const std::string kFirst = "00_start_here/a_first_thread";
inline const std::string kSecond = "07_channels/a_close";

// In place of `closed_ = true;`.
inline const std::string kEndlessLoop =
    "for (static int turns = 0;;) turns = (turns + 1) % 7;";
inline const std::string kDeadlock =
    "std::unique_lock held(mutex_, std::adopt_lock);"
    "changed_.wait(held, [] { return false; });";

// Makes the failing test show the whole screen.
#define SEES(session, text) \
  ASSERT_TRUE((session).expect(text)) << (text) << "\n" << (session).seen()

inline bool same_settings(const termios& left, const termios& right) {
  return left.c_iflag == right.c_iflag && left.c_oflag == right.c_oflag &&
         left.c_cflag == right.c_cflag && left.c_lflag == right.c_lflag &&
         std::memcmp(left.c_cc, right.c_cc, sizeof left.c_cc) == 0;
}

class Afternoon : public testing::Test {
 protected:
  std::vector<std::string> command() const {
    return {TemporaryWorkbook::runner().string()};
  }
  std::vector<std::string> environment() const {
    return {"WORKBOOK_ROOT=" + workbook_.root().string(),
            "runner=" + TemporaryWorkbook::runner().string()};
  }
  std::string solution(const std::string& file) const {
    return read_file(workbook_.root() / "solutions" / file);
  }
  // Saves as most editors do: a new file, renamed over the old one.
  void save(const std::string& file, std::string text,
            const std::string& from = "", const std::string& to = "") const {
    const auto at = text.find(from);
    ASSERT_NE(at, text.npos) << from;
    write_file(workbook_.root() / "exercises" / file,
               text.replace(at, from.size(), to));
  }
  // Solves 00a, so that 07a is the one to work on.
  void solve_first() const {
    write_file(workbook_.root() / ".workbook" / "progress.tsv",
               "start.first_thread\tsolved\t2026-01-01T00:00:00Z\t0\n");
  }

  // The test programs that are running for it.
  std::set<pid_t> running() const {
    return processes_of("yours.checker", environment().front());
  }

  const TemporaryWorkbook workbook_{{kFirst, kSecond}};
  const std::string first_ = kFirst + "/run_both.hpp";
  const std::string second_ = kSecond + "/channel.hpp";
};

}  // namespace hb::runner
