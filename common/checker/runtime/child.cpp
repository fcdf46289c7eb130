#include "checker/runtime/child.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <iostream>
#include <string>

#include "checker/runtime/memory_map.hpp"
#include "checker/runtime/rejection.hpp"
#include "checker/runtime/wire.hpp"

namespace hb::checker {
namespace {

// A message: its type, its size, its bytes.
enum class Message : std::uint8_t { progress, result };
constexpr std::size_t kHeader = sizeof(Message) + sizeof(std::size_t);

void send(int pipe, Message type, const WireWriter& body) {
  WireWriter head;
  head.value(type);
  head.value(body.bytes().size());
  const std::string all = head.bytes() + body.bytes();
  std::size_t sent = 0;
  while (sent < all.size()) {
    const auto written = ::write(pipe, all.data() + sent, all.size() - sent);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;  // the caller is gone
    sent += static_cast<std::size_t>(written);
  }
}

WireWriter encoded(const Result& result) {
  WireWriter to;
  for (const std::string* text :
       {&result.kind, &result.message, &result.report, &result.explanation,
        &result.svg, &result.json, &result.coverage, &result.replay,
        &result.refusal, &result.file}) {
    to.text(*text);
  }
  to.value(result.line);
  to.value(result.executions);
  to.value(result.failing);
  to.value(result.blocked);
  to.value(result.replays);
  to.value(result.complete);
  to.value(result.seconds);
  return to;
}

Result decoded(WireReader from) {
  Result result;
  for (std::string* text :
       {&result.kind, &result.message, &result.report, &result.explanation,
        &result.svg, &result.json, &result.coverage, &result.replay,
        &result.refusal, &result.file}) {
    *text = from.text();
  }
  result.line = from.value<int>();
  result.executions = from.value<std::int64_t>();
  result.failing = from.value<std::int64_t>();
  result.blocked = from.value<std::int64_t>();
  result.replays = from.value<std::int64_t>();
  result.complete = from.value<bool>();
  result.seconds = from.value<double>();
  return result;
}

// What a body prints, it would print in every execution.
void silence_standard_output() {
  const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (nowhere < 0) return;
  ::dup2(nowhere, STDOUT_FILENO);
  ::dup2(nowhere, STDERR_FILENO);
  ::close(nowhere);
}

[[noreturn]] void be_the_child(const Work& work, int pipe, pid_t parent) {
  // However the caller ends, nobody is left to explore for.
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) _exit(0);
  silence_standard_output();
  const Result result = work([pipe](std::int64_t executions, double share) {
    WireWriter body;
    body.value(executions);
    body.value(share);
    send(pipe, Message::progress, body);
  });
  send(pipe, Message::result, encoded(result));
  _exit(0);
}

// What the child sends, as far as it has come.
class Inbox {
 public:
  explicit Inbox(const Findings::OnProgress& on_progress)
      : on_progress_(on_progress) {}

  void add(std::string_view bytes) {
    waiting_.append(bytes);
    while (take_message()) {
    }
  }
  const std::optional<Result>& result() const { return result_; }

 private:
  bool take_message() {
    if (waiting_.size() < kHeader) return false;
    WireReader head(waiting_);
    const auto type = head.value<Message>();
    const auto size = head.value<std::size_t>();
    if (waiting_.size() - kHeader < size) return false;
    WireReader body(std::string_view(waiting_).substr(kHeader, size));
    if (type == Message::result) {
      result_ = decoded(body);
    } else if (on_progress_) {
      const auto executions = body.value<std::int64_t>();
      on_progress_(executions, body.value<double>());
    }
    waiting_.erase(0, kHeader + size);
    return true;
  }

  const Findings::OnProgress& on_progress_;
  std::string waiting_;
  std::optional<Result> result_;
};

Result verdict(const TestName& name, Kind kind, const std::string& message) {
  RecordedExecution frame;
  frame.test = name;
  frame.counts.executions = 1;
  Result result;
  result.failing = 1;
  result.complete = false;
  reject_as_a_whole(frame, {kind, message}, result);
  return result;
}

Result of_a_broken_system(const char* what) {
  Result result;
  result.kind = "inconclusive";
  result.message = what;
  result.report = std::string("inconclusive: ") + what + "\n";
  result.complete = false;
  return result;
}

Result of_a_dead_child(const TestName& name, int status) {
  if (WIFSIGNALED(status)) {
    const char* const signal = sigabbrev_np(WTERMSIG(status));
    return verdict(name, Kind::crash,
                   std::string("the process of the test died of SIG") +
                       (signal == nullptr ? "?" : signal));
  }
  // Its exit() is seen in the child: this is the checker's own.
  if (WEXITSTATUS(status) == kEnvironmentBroken) {
    return of_a_broken_system("no address space for the checker (ulimit -v?)");
  }
  return verdict(name, Kind::exit,
                 "the process of the test ended with code " +
                     std::to_string(WEXITSTATUS(status)));
}

// A pipe beside the standard files, which may be closed: the child replaces
// them. Returns false if the system gives none.
bool open_pipe(int (&ends)[2]) {
  if (::pipe2(ends, O_CLOEXEC) != 0) return false;
  for (int& end : ends) {
    if (end > STDERR_FILENO) continue;
    const int higher = ::fcntl(end, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    ::close(end);
    end = higher;
  }
  return ends[0] >= 0 && ends[1] >= 0;
}

}  // namespace

Result run_in_child(const Work& work, const TestName& name,
                    const Findings::OnProgress& on_progress,
                    double most_seconds) {
  std::fflush(nullptr);
  std::cout.flush();
  int ends[2];
  if (!open_pipe(ends)) {
    return of_a_broken_system("the system gives no pipe");
  }
  const pid_t self = ::getpid();
  const pid_t child = ::fork();
  if (child < 0) return of_a_broken_system("the system gives no process");
  if (child == 0) {
    ::close(ends[0]);
    be_the_child(work, ends[1], self);
  }
  ::close(ends[1]);

  using std::chrono::steady_clock;
  const auto deadline =
      steady_clock::now() + std::chrono::duration<double>(most_seconds);
  Inbox inbox(on_progress);
  bool is_late = false;
  while (!inbox.result() && !is_late) {
    constexpr int kMilliseconds = 200;
    pollfd wait = {ends[0], POLLIN, 0};
    ::poll(&wait, 1, kMilliseconds);
    is_late = steady_clock::now() > deadline;
    if (wait.revents == 0) continue;
    char buffer[1 << 16];
    const auto count = ::read(ends[0], buffer, sizeof buffer);
    if (count == 0) break;
    if (count > 0) inbox.add({buffer, static_cast<std::size_t>(count)});
  }
  if (is_late) ::kill(child, SIGKILL);
  ::close(ends[0]);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (inbox.result()) return *inbox.result();
  if (is_late) {
    return verdict(name, Kind::livelock,
                   "the test runs on without an operation that the "
                   "checker could see");
  }
  return of_a_dead_child(name, status);
}

}  // namespace hb::checker
