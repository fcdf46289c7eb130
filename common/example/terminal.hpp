// Standard input that can be asked to stop, and Ctrl-C as the one who asks.
// Only Linux: nothing here is of the library.
#pragma once

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdlib>
#include <optional>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

// WHY not std::getline: nothing wakes it but input.
class Input {
 public:
  static constexpr std::size_t kPiece = 64 << 10;

  Input() {
    // WHY first: if standard input is closed, the next file takes its number.
    check(fcntl(STDIN_FILENO, F_GETFD));
    wake_ = eventfd(0, EFD_CLOEXEC);
    check(wake_);
  }
  ~Input() { close(wake_); }
  Input(const Input&) = delete;
  Input& operator=(const Input&) = delete;

  // Whole lines, at most kPiece bytes and never none, as soon as they come.
  // Nothing: the end, or a stop. Throws where one line is longer.
  std::optional<std::string> next(const std::stop_token& stop) {
    const std::stop_callback wake(stop, [this] { eventfd_write(wake_, 1); });
    while (read_some(stop)) {
      const std::size_t end = text_.rfind('\n') + 1;  // 0: there is none
      if (end > 0) {
        std::string rest = text_.substr(end);
        text_.resize(end);
        return std::exchange(text_, std::move(rest));
      }
      if (text_.size() == kPiece)
        throw std::length_error("a line of more than 64 KiB");
    }
    if (text_.empty() || stop.stop_requested()) return std::nullopt;
    return std::exchange(text_, {});
  }

 private:
  // False at the end and after a stop.
  bool read_some(const std::stop_token& stop) {
    pollfd either[] = {{STDIN_FILENO, POLLIN, 0}, {wake_, POLLIN, 0}};
    while (poll(either, 2, -1) < 0) {
      if (errno != EINTR) check(-1);
    }
    if (stop.stop_requested()) return false;
    const std::size_t had = text_.size();
    text_.resize(kPiece);
    const ssize_t got = read(STDIN_FILENO, text_.data() + had, kPiece - had);
    text_.resize(had + (got > 0 ? static_cast<std::size_t>(got) : 0));
    check(got);
    return got > 0;
  }

  static void check(ssize_t result) {
    if (result >= 0) return;
    throw std::system_error(errno, std::generic_category(), "standard input");
  }

  int wake_ = -1;     // can be read after a stop
  std::string text_;  // read, and not given away
};

// The first Ctrl-C requests a stop, the second ends the program at once: it may
// be in a call that no stop reaches, such as a write to a full pipe.
//
// Make it before any other thread: a signal is blocked in the threads that are
// made later, and so comes here.
class Interrupt {
 public:
  explicit Interrupt(std::stop_source stop) {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, kEnd);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    thread_ = std::thread([signals, stop]() mutable {
      int signal = 0;
      while (sigwait(&signals, &signal) == 0 && signal != kEnd) {
        if (!stop.request_stop()) std::_Exit(130);
      }
    });
  }
  ~Interrupt() {
    pthread_kill(thread_.native_handle(), kEnd);
    thread_.join();
  }
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

 private:
  static constexpr int kEnd = SIGUSR1;
  std::thread thread_;
};
