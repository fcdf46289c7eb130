#include "runner/watch/signal_queue.hpp"

#include <sys/signalfd.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "runner/system/user_error.hpp"

namespace hb::runner {
namespace {

sigset_t set_of(std::initializer_list<int> signals) {
  sigset_t set;
  sigemptyset(&set);
  for (const int number : signals) sigaddset(&set, number);
  return set;
}

}  // namespace

SignalQueue::SignalQueue() {
  const sigset_t ours =
      set_of({SIGINT, SIGTERM, SIGHUP, SIGTSTP, SIGCONT, SIGWINCH, SIGCHLD});
  descriptor_ = signalfd(-1, &ours, SFD_CLOEXEC | SFD_NONBLOCK);
  if (descriptor_ < 0) {
    throw UserError(exit_code::kBroken,
                    {"cannot wait for signals", "", std::strerror(errno), ""});
  }
  sigprocmask(SIG_BLOCK, &ours, &before_);
}

SignalQueue::~SignalQueue() {
  // A SIGTERM that came last is handled as if there had been no queue.
  sigprocmask(SIG_SETMASK, &before_, nullptr);
  close(descriptor_);
}

std::optional<int> SignalQueue::next() {
  signalfd_siginfo info;
  const ssize_t n = read(descriptor_, &info, sizeof info);
  if (n != static_cast<ssize_t>(sizeof info)) return std::nullopt;
  return static_cast<int>(info.ssi_signo);
}

void SignalQueue::stop_here() {
  const CtrlZStops stops;
  // In a session of its own, with nobody to say "go on", this does nothing.
  raise(SIGTSTP);
}

SignalQueue::CtrlZStops::CtrlZStops() {
  const sigset_t stop = set_of({SIGTSTP});
  sigprocmask(SIG_UNBLOCK, &stop, nullptr);
}

SignalQueue::CtrlZStops::~CtrlZStops() {
  const sigset_t stop = set_of({SIGTSTP});
  sigprocmask(SIG_BLOCK, &stop, nullptr);
}

}  // namespace hb::runner
