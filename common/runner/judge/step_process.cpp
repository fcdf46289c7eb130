#include "runner/judge/step_process.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <nlohmann/json.hpp>
#include <sstream>

#include "runner/judge/judge.hpp"
#include "runner/system/process.hpp"
#include "runner/system/user_error.hpp"

namespace hb::runner {
namespace {

using nlohmann::json;

// Everything between fork() and exec(): async-signal-safe calls only.
[[noreturn]] void become_test(char* const* arguments, pid_t parent,
                              int commands, int answers) {
  setpgid(0, 0);  // Ctrl-C is meant for the runner
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(127);
  dup2(commands, STDIN_FILENO);
  dup2(answers, STDOUT_FILENO);
  const int nowhere = open("/dev/null", O_WRONLY);
  dup2(nowhere, STDERR_FILENO);
  for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGPIPE}) {
    std::signal(number, SIG_DFL);
  }
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  execv(arguments[0], arguments);
  _exit(127);
}

// What a line of the protocol says of an error; empty if it tells none.
std::string error_in(const json& line) {
  if (!line.is_object() || line.value("event", "") != "error") return "";
  return line.value("message", "it said nothing");
}

}  // namespace

StepProcess::StepProcess(const std::filesystem::path& program,
                         const std::string& test, const CheckerOptions& options)
    : test_(test) {
  std::vector<std::string> command = {program.string(), "--step",
                                      "--gtest_filter=*." + test};
  for (const std::string& flag : flags_of(options)) command.push_back(flag);
  std::vector<char*> words;
  for (std::string& word : command) words.push_back(word.data());
  words.push_back(nullptr);

  int commands[2];
  int answers[2];
  if (pipe2(commands, O_CLOEXEC) != 0 || pipe2(answers, O_CLOEXEC) != 0) {
    give_up(std::strerror(errno));
  }
  const pid_t parent = getpid();
  process_ = fork_known();
  if (process_ == 0) become_test(words.data(), parent, commands[0], answers[1]);
  close(commands[0]);
  close(answers[1]);
  commands_ = commands[1];
  answers_ = answers[0];
  if (process_ < 0) give_up(std::strerror(errno));
  setpgid(process_, process_);
  const json line = read_line();
  if (const std::string why = error_in(line); !why.empty()) give_up(why);
  state_ = read_step_state(line);
}

StepProcess::~StepProcess() {
  if (commands_ >= 0) close(commands_);
  if (answers_ >= 0) close(answers_);
  if (process_ <= 0) return;
  kill(-process_, SIGKILL);
  kill(process_, SIGKILL);
  waitpid(process_, nullptr, 0);
  forget(process_);
}

void StepProcess::give_up(const std::string& why) const {
  throw UserError(exit_code::kBroken,
                  {fmt::format("cannot step through {}", test_), "", why,
                   "./workbook doctor"});
}

json StepProcess::read_line() {
  using std::chrono::steady_clock;
  // Beyond all limits of the checker.
  const auto deadline = steady_clock::now() + std::chrono::minutes(2);
  for (;;) {
    const auto end = waiting_.find('\n');
    if (end != waiting_.npos) {
      const json line = json::parse(waiting_.substr(0, end), nullptr, false);
      waiting_.erase(0, end + 1);
      return line;
    }
    pollfd readable{answers_, POLLIN, 0};
    poll(&readable, 1, 100);
    if (stop_requested()) throw Stopped{};
    if (steady_clock::now() > deadline) give_up("It does not answer.");
    if (readable.revents == 0) continue;
    char buffer[65536];
    const ssize_t count = read(answers_, buffer, sizeof buffer);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) give_up("The test program has ended.");
    waiting_.append(buffer, static_cast<std::size_t>(count));
  }
}

json StepProcess::ask(const json& command) {
  const std::string line = command.dump() + "\n";
  std::size_t sent = 0;
  while (sent < line.size()) {
    const ssize_t count =
        write(commands_, line.data() + sent, line.size() - sent);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) give_up("The test program has ended.");
    sent += static_cast<std::size_t>(count);
  }
  return read_line();
}

std::string StepProcess::change(const json& command) {
  const json answer = ask(command);
  const std::string why = error_in(answer);
  if (why.empty()) state_ = read_step_state(answer);
  return why;
}

std::string StepProcess::step(const StepMove& move) {
  return change(
      {{"do", "step"}, {"thread", move.thread}, {"choice", move.choice}});
}

std::string StepProcess::undo(int count) {
  return change({{"do", "undo"}, {"count", count}});
}

std::string StepProcess::replay(const std::string& code) {
  return change({{"do", "replay"}, {"code", code}});
}

StepShortest StepProcess::shortest(bool from_here) {
  json command = {{"do", "shortest"}};
  if (from_here) command["from"] = "here";
  return read_step_shortest(ask(command));
}

std::vector<std::string> tests_of(const std::filesystem::path& program) {
  ProcessOptions options;
  options.command = {program.string(), "--gtest_list_tests"};
  options.only_standard_output = true;
  options.budget = std::chrono::seconds(20);
  std::istringstream lines(run(options).output);
  std::vector<std::string> tests;
  std::string suite;
  for (std::string line; std::getline(lines, line);) {
    line = line.substr(0, line.find("  #"));
    if (line.ends_with('.') && !line.starts_with(' ')) {
      suite = line;
    } else if (line.starts_with("  ")) {
      tests.push_back(suite + line.substr(2));
    }
  }
  return tests;
}

}  // namespace hb::runner
