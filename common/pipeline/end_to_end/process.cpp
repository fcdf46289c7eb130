#include "pipeline/end_to_end/process.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <ctime>
#include <system_error>

namespace hb::pipeline {
namespace {

constexpr std::chrono::seconds kLongest{60};

int or_throw(int result, const char* what) {
  if (result < 0) throw std::system_error(errno, std::generic_category(), what);
  return result;
}

std::vector<char*> pointers_to(std::vector<std::string>& words) {
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  return pointers;
}

std::vector<std::string> environment_of(const Command& command) {
  std::vector<std::string> all;
  for (char** each = environ; *each != nullptr; ++each) all.emplace_back(*each);
  for (const auto& [name, value] : command.environment) {
    all.push_back(name + "=" + value);
  }
  return all;
}

std::string content_of(int fd) {
  std::string content;
  char bytes[4096];
  ssize_t some = 0;
  while ((some = ::pread(fd, bytes, sizeof bytes,
                         static_cast<off_t>(content.size()))) > 0) {
    content.append(bytes, static_cast<std::size_t>(some));
  }
  return content;
}

}  // namespace

std::string Ended::text() const {
  if (hung) return "hangs";
  if (exit_code < 0) return fmt::format("signal {}: {}", signal, err);
  return fmt::format("exit {}: {}", exit_code, err.substr(0, err.find('\n')));
}

Process::Process(const Command& command)
    : out_(or_throw(::memfd_create("out", MFD_CLOEXEC), "memfd_create")),
      err_(or_throw(::memfd_create("err", MFD_CLOEXEC), "memfd_create")) {
  // WHY all before fork(): other threads may hold locks of the heap.
  std::vector<std::string> words = command.words;
  std::vector<std::string> environment = environment_of(command);
  const std::vector<char*> arguments = pointers_to(words);
  const std::vector<char*> variables = pointers_to(environment);
  id_ = or_throw(::fork(), "fork");
  if (id_ == 0) {
    ::setpgid(0, 0);
    ::dup2(out_, STDOUT_FILENO);
    ::dup2(err_, STDERR_FILENO);
    if (command.user &&
        (::setresgid(*command.user, *command.user, *command.user) != 0 ||
         ::setresuid(*command.user, *command.user, *command.user) != 0)) {
      ::_exit(126);
    }
    ::execve(arguments[0], arguments.data(), variables.data());
    ::_exit(127);
  }
  watch_ = or_throw(static_cast<int>(::syscall(SYS_pidfd_open, id_, 0)),
                    "pidfd_open");
}

Process::~Process() {
  if (!is_reaped_) {
    ::kill(id_, SIGKILL);
    ::waitpid(id_, nullptr, 0);
  }
  ::kill(-id_, SIGKILL);
  for (const int fd : {watch_, out_, err_}) ::close(fd);
}

bool Process::has_ended_within(std::chrono::nanoseconds time) {
  pollfd event = {watch_, POLLIN, 0};
  timespec left = {};
  left.tv_sec = static_cast<std::time_t>(time.count() / 1'000'000'000);
  left.tv_nsec = static_cast<long>(time.count() % 1'000'000'000);
  return ::ppoll(&event, 1, &left, nullptr) > 0;
}

void Process::send(int signal) {
  // WHY it cannot reach another: the number is ours until waitpid().
  if (!is_reaped_) ::kill(id_, signal);
}

Ended Process::wait() {
  Ended ended;
  ended.hung = !has_ended_within(kLongest);
  if (ended.hung) ::kill(id_, SIGKILL);
  int status = 0;
  or_throw(::waitpid(id_, &status, 0), "waitpid");
  is_reaped_ = true;
  if (WIFEXITED(status)) ended.exit_code = WEXITSTATUS(status);
  if (WIFSIGNALED(status)) ended.signal = WTERMSIG(status);
  ended.out = content_of(out_);
  ended.err = content_of(err_);
  return ended;
}

bool Process::has_left_processes() const { return ::kill(-id_, 0) == 0; }

Ended run(const Command& command) { return Process(command).wait(); }

}  // namespace hb::pipeline
