#include "runner/end_to_end/terminal_session.hpp"

#include <poll.h>
#include <pty.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>
#include <stdexcept>

namespace hb::runner {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

std::string without_escapes(const std::string& text) {
  static const std::regex kEscapes(
      "\x1b\\][^\x1b]*\x1b\\\\|\x1b\\[[0-9;?]*[A-Za-z]|\r");
  return std::regex_replace(text, kEscapes, "");
}

}  // namespace

TerminalSession::TerminalSession(const std::vector<std::string>& command,
                                 const std::vector<std::string>& environment,
                                 const Size& rows_and_columns) {
  // What the program leaves behind becomes ours, so that it can be seen.
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  std::vector<char*> words;
  for (const std::string& word : command) {
    words.push_back(const_cast<char*>(word.c_str()));
  }
  words.push_back(nullptr);
  const winsize size{rows_and_columns.rows, rows_and_columns.columns, 0, 0};
  process_ = forkpty(&terminal_, nullptr, nullptr, &size);
  if (process_ < 0) throw std::runtime_error("no pseudo-terminal");
  if (process_ > 0) return;

  setenv("TERM", "xterm-256color", 1);
  unsetenv("NO_COLOR");
  unsetenv("ENV");
  setenv("PS1", "$ ", 1);
  for (const std::string& variable : environment) {
    putenv(const_cast<char*>(variable.c_str()));
  }
  execvp(words.front(), words.data());
  _exit(127);
}

TerminalSession::~TerminalSession() {
  close();
  if (process_ > 0) {
    kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
  }
}

void TerminalSession::type(const std::string& keys) const {
  [[maybe_unused]] const auto n = write(terminal_, keys.data(), keys.size());
}

void TerminalSession::resize(unsigned short columns) const {
  const winsize size{24, columns, 0, 0};
  ioctl(terminal_, TIOCSWINSZ, &size);
}

void TerminalSession::close() {
  if (terminal_ >= 0) ::close(terminal_);
  terminal_ = -1;
}

void TerminalSession::signal(int number) const { kill(process_, number); }

bool TerminalSession::read_some(milliseconds patience) {
  pollfd readable{terminal_, POLLIN, 0};
  if (poll(&readable, 1, static_cast<int>(patience.count())) <= 0) return true;
  std::array<char, 4096> buffer;
  const ssize_t n = read(terminal_, buffer.data(), buffer.size());
  if (n <= 0) return false;  // the other end is closed
  raw_.append(buffer.data(), static_cast<std::size_t>(n));
  plain_ = without_escapes(raw_);
  return true;
}

bool TerminalSession::expect(const std::string& text) {
  const auto deadline = steady_clock::now() + kDeadline;
  for (;;) {
    const auto at = plain_.find(text, expected_);
    if (at != plain_.npos) {
      expected_ = at + text.size();
      return true;
    }
    if (steady_clock::now() > deadline) return false;
    if (!read_some(milliseconds(100))) return false;
  }
}

std::vector<std::string> TerminalSession::screen() const {
  const auto begin = raw_.rfind("\x1b[H");
  if (begin == raw_.npos) return {};
  std::istringstream text(without_escapes(raw_.substr(begin)));
  std::vector<std::string> lines;
  for (std::string line; std::getline(text, line);) lines.push_back(line);
  return lines;
}

termios TerminalSession::settings() const {
  termios settings = {};
  tcgetattr(terminal_, &settings);
  return settings;
}

int TerminalSession::exit_code() {
  const auto deadline = steady_clock::now() + kDeadline;
  int status = 0;
  while (waitpid(process_, &status, WNOHANG) == 0) {
    if (steady_clock::now() > deadline) return -1;
    // What it still writes must not make it wait for us.
    if (terminal_ < 0 || !read_some(milliseconds(20))) poll(nullptr, 0, 20);
  }
  process_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

bool TerminalSession::left_nothing_behind() {
  // The last one may be on its way out.
  for (int i = 0; i < 20; ++i) {
    while (waitpid(-1, nullptr, WNOHANG) > 0) {
    }
    if (waitpid(-1, nullptr, WNOHANG) < 0) return true;  // no child at all
    poll(nullptr, 0, 10);
  }
  return false;
}

std::set<pid_t> processes_of(const std::string& program,
                             const std::string& variable) {
  std::set<pid_t> found;
  for (const auto& entry : fs::directory_iterator("/proc")) {
    const std::string name = entry.path().filename().string();
    pid_t process = 0;
    const auto end = name.data() + name.size();
    if (std::from_chars(name.data(), end, process).ptr != end) continue;
    std::error_code gone;
    const fs::path file = fs::read_symlink(entry.path() / "exe", gone);
    if (gone || file.filename() != program) continue;
    std::ifstream environment(entry.path() / "environ");
    for (std::string line; std::getline(environment, line, '\0');) {
      if (line == variable) found.insert(process);
    }
  }
  return found;
}

}  // namespace hb::runner
