#include "pipeline/durability/signal_source.hpp"

#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <ctime>
#include <mutex>

namespace hb::pipeline {
namespace {

// The mask that a forked child is to have, while there is a source. WHY a
// global: pthread_atfork() has no argument. Null outside a source's life.
std::atomic<const sigset_t*> mask_for_children = nullptr;

void give_child_its_mask() {
  // WHY acquire: pairs with the release in the constructor.
  const sigset_t* mask = mask_for_children.load(std::memory_order_acquire);
  if (mask != nullptr) pthread_sigmask(SIG_SETMASK, mask, nullptr);
}

// Those of the three that the program was not told to ignore.
sigset_t signals_to_take() {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    struct sigaction action = {};
    sigaction(signal, nullptr, &action);
    if (action.sa_handler != SIG_IGN) sigaddset(&set, signal);
  }
  return set;
}

File descriptor(int fd, const char* name) {
  if (fd < 0) throw system_failure(errno, Stage::walk, name);
  return File(fd, Stage::walk, name);
}

timespec time_left(const sync::Deadline& deadline) {
  const std::chrono::nanoseconds left = std::max(
      std::chrono::nanoseconds(0),
      std::chrono::nanoseconds(*deadline - std::chrono::steady_clock::now()));
  timespec time = {};
  time.tv_sec = static_cast<std::time_t>(left.count() / 1'000'000'000);
  time.tv_nsec = static_cast<long>(left.count() % 1'000'000'000);
  return time;
}

}  // namespace

SignalSource::SignalSource()
    : taken_(signals_to_take()),
      signals_(descriptor(signalfd(-1, &taken_, SFD_CLOEXEC | SFD_NONBLOCK),
                          "signals")),
      closed_(descriptor(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK),
                         "end of the signals")) {
  static std::once_flag once;
  std::call_once(once,
                 [] { pthread_atfork(nullptr, nullptr, give_child_its_mask); });
  pthread_sigmask(SIG_BLOCK, &taken_, &before_);
  // WHY release: pairs with the acquire in give_child_its_mask(), whichever
  // thread forks.
  mask_for_children.store(&before_, std::memory_order_release);
}

SignalSource::~SignalSource() {
  // WHY here: one that came after the last receive_until() was meant for a run
  // that has ended; unblocked, it would end the program instead.
  signalfd_siginfo late = {};
  while (::read(signals_.fd(), &late, sizeof late) > 0) {
  }
  mask_for_children.store(nullptr, std::memory_order_release);
  pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

sync::Expected<int> SignalSource::receive_until(
    const sync::Deadline& deadline) {
  for (;;) {
    pollfd events[] = {{signals_.fd(), POLLIN, 0}, {closed_.fd(), POLLIN, 0}};
    timespec left = {};
    if (deadline) left = time_left(deadline);
    const int ready = ppoll(events, 2, deadline ? &left : nullptr, nullptr);
    if (ready < 0 && errno != EINTR) return sync::Outcome::closed;
    if (ready == 0) return sync::Outcome::timed_out;
    if (ready < 0) continue;
    // WHY first: a signal is not lost because the end comes with it.
    signalfd_siginfo info = {};
    if (::read(signals_.fd(), &info, sizeof info) == sizeof info) {
      return static_cast<int>(info.ssi_signo);
    }
    if (events[1].revents != 0) return sync::Outcome::closed;
  }
}

void SignalSource::close() {
  const std::uint64_t one = 1;
  // It cannot fail: the counter is far from full.
  [[maybe_unused]] const ssize_t written =
      ::write(closed_.fd(), &one, sizeof one);
}

}  // namespace hb::pipeline
