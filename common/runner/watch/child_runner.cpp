#include "runner/watch/child_runner.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>

#include "runner/system/process.hpp"
#include "runner/system/user_error.hpp"

namespace hb::runner {
namespace {

// WHY this and not the path: the program may have been built anew meanwhile.
constexpr const char* kThisProgram = "/proc/self/exe";

// Everything between fork() and exec(): async-signal-safe calls only.
[[noreturn]] void become(char* const* arguments, pid_t parent, int output) {
  // WHY not SIGKILL: it has processes of its own to end.
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (getppid() != parent) _exit(127);
  if (output >= 0) {
    setpgid(0, 0);
    const int null = open("/dev/null", O_RDONLY);
    dup2(null, STDIN_FILENO);
    dup2(output, STDOUT_FILENO);
    dup2(output, STDERR_FILENO);
  }
  std::signal(SIGPIPE, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  execv(kThisProgram, arguments);
  _exit(127);
}

[[noreturn]] void cannot_start() {
  throw UserError(exit_code::kBroken, {"cannot start another process", "",
                                       std::strerror(errno), "ulimit -u"});
}

}  // namespace

ChildRunner::ChildRunner(const std::vector<std::string>& arguments,
                         Streams streams) {
  std::string name = "workbook-runner";
  std::vector<char*> words = {name.data()};
  for (const std::string& argument : arguments) {
    words.push_back(const_cast<char*>(argument.c_str()));
  }
  words.push_back(nullptr);

  // What a child leaves behind when it is killed becomes ours.
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  int ends[2] = {-1, -1};
  if (streams == Streams::pipe && pipe2(ends, O_CLOEXEC) != 0) cannot_start();
  const pid_t parent = getpid();
  process_ = fork();
  if (process_ == 0) become(words.data(), parent, ends[1]);
  if (ends[1] >= 0) close(ends[1]);
  output_ = ends[0];
  if (process_ < 0) {
    if (output_ >= 0) close(output_);
    cannot_start();
  }
  if (output_ >= 0) {
    setpgid(process_, process_);  // both do it: whoever comes first
    fcntl(output_, F_SETFL, O_NONBLOCK);
  }
}

ChildRunner::~ChildRunner() {
  if (!has_ended()) terminate();
  for (int i = 0; i < 50 && !has_ended(); ++i) poll(nullptr, 0, 10);
  if (!has_ended()) {
    kill();
    waitpid(process_, nullptr, 0);
    kill_strays();
  }
  if (output_ >= 0) close(output_);
}

void ChildRunner::terminate() const {
  // A stopped one could not follow.
  for (const int number : {SIGTERM, SIGCONT}) ::kill(process_, number);
}

void ChildRunner::kill() const { ::kill(process_, SIGKILL); }

bool ChildRunner::has_ended() {
  if (!ended_) ended_ = waitpid(process_, nullptr, WNOHANG) != 0;
  return ended_;
}

}  // namespace hb::runner
