#include "pipeline/scenarios/child_process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

#include "pipeline/scenarios/scenario.hpp"

namespace hb::pipeline {
namespace {

constexpr int kCannotStart = 127;  // as shells say it

void redirect(int to, const std::filesystem::path& path) {
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0666);
  if (fd < 0 || ::dup2(fd, to) < 0) ::_exit(kCannotStart);
  ::close(fd);
}

}  // namespace

ChildProcess::ChildProcess(const ChildCommand& command) {
  // WHY before the fork: what comes between it and exec must not allocate.
  std::vector<std::string> words = command.words;
  words.insert(words.begin(), command.program.native());
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  start([&] {
    // WHY: a shell starts `command &` with SIGINT ignored, and that is
    // inherited; the child would never see ours.
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
    redirect(STDOUT_FILENO, command.out);
    redirect(STDERR_FILENO, command.err);
    ::execv(command.program.c_str(), pointers.data());
    return kCannotStart;
  });
}

ChildProcess::ChildProcess(const std::function<int()>& body) { start(body); }

void ChildProcess::start(const std::function<int()>& body) {
  id_ = ::fork();
  if (id_ < 0) throw system_failure(errno, Stage::walk, "another process");
  if (id_ == 0) {
    int code = kCannotStart;
    try {
      code = body();
    } catch (...) {  // the exit code says that it failed
    }
    ::_exit(code);  // WHY not exit(): what is buffered is the parent's to write
  }
  end_ = File(static_cast<int>(::syscall(SYS_pidfd_open, id_, 0)), Stage::walk,
              "another process");
  if (!end_) throw system_failure(errno, Stage::walk, "another process");
}

ChildProcess::~ChildProcess() {
  if (id_ <= 0) return;
  ::kill(id_, SIGKILL);
  while (::waitpid(id_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

void ChildProcess::send(int signal) const { ::kill(id_, signal); }

bool ChildProcess::wait_for(int descriptor, SignalSource& signals) const {
  for (;;) {
    pollfd events[] = {{signals.file_descriptor(), POLLIN, 0},
                       {end_.fd(), POLLIN, 0},
                       {descriptor, POLLIN, 0}};
    if (::poll(events, 3, -1) < 0) {
      if (errno == EINTR) continue;
      throw system_failure(errno, Stage::walk, "poll");
    }
    if (events[0].revents != 0) {
      const auto signal =
          signals.receive_until(std::chrono::steady_clock::now());
      if (signal) throw Interrupted{*signal};
    }
    if (events[1].revents != 0) return false;
    if (events[2].revents != 0) return true;
  }
}

Ended ChildProcess::wait(SignalSource& signals) {
  constexpr int kNothing = -1;  // poll() skips it
  wait_for(kNothing, signals);
  int status = 0;
  rusage usage = {};
  while (::wait4(id_, &status, 0, &usage) < 0) {
    if (errno != EINTR) throw system_failure(errno, Stage::walk, "wait4");
  }
  id_ = -1;
  return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status),
          static_cast<std::uint64_t>(usage.ru_maxrss) * 1024};
}

}  // namespace hb::pipeline
