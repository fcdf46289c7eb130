#include "runner/system/process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <mutex>
#include <set>
#include <sstream>

#include "runner/system/descriptor.hpp"
#include "runner/system/user_error.hpp"

namespace hb::runner {
namespace {

using std::chrono::steady_clock;

constexpr std::size_t kOutputKept = 1 << 20;

std::atomic<bool> stopping = false;
static_assert(std::atomic<bool>::is_always_lock_free,
              "a signal handler writes it");

void on_signal(int) { request_stop(); }

// Everything between fork() and exec(): async-signal-safe calls only.
[[noreturn]] void become(const ProcessOptions& options, char* const* arguments,
                         pid_t parent, int output, int failure) {
  // WHY not on the caller's terminal: a background group may not read from it.
  if (!options.inherit_terminal) setpgid(0, 0);
  // WHY: if the runner is killed, nothing that it started goes on.
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(127);

  const rlimit no_core{0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
  // WHY: an answer that eats all memory dies before the learner's editor does.
  const int score = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
  if (score >= 0) [[maybe_unused]]
    const auto written = write(score, "1000", 4);

  if (options.fixed_addresses) {
    const int now = personality(0xffffffff);
    if (now >= 0) {
      personality(static_cast<unsigned long>(now) | ADDR_NO_RANDOMIZE);
    }
  }
  if (!options.inherit_terminal) {
    const int null = open("/dev/null", O_RDONLY);
    dup2(null, STDIN_FILENO);
    dup2(output, STDOUT_FILENO);
    dup2(options.only_standard_output ? open("/dev/null", O_WRONLY) : output,
         STDERR_FILENO);
  }
  if (options.memory_limit != 0) {
    const rlimit memory{options.memory_limit, options.memory_limit};
    setrlimit(RLIMIT_AS, &memory);
  }
  for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGTTOU}) {
    std::signal(number, SIG_DFL);
  }
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  if (options.directory.empty() || chdir(options.directory.c_str()) == 0) {
    execvp(arguments[0], arguments);
  }
  const int error = errno;
  [[maybe_unused]] const auto written = write(failure, &error, sizeof error);
  _exit(127);
}

// Reads what is there. Returns false at the end of the stream.
bool read_some(int from, const ProcessOptions& options, std::string& kept) {
  std::array<char, 65536> buffer;
  const ssize_t n = read(from, buffer.data(), buffer.size());
  if (n < 0) return errno == EINTR || errno == EAGAIN;
  if (n == 0) return false;
  const std::string_view text(buffer.data(), static_cast<std::size_t>(n));
  if (kept.size() < kOutputKept) {
    kept.append(text.substr(0, kOutputKept - kept.size()));
  }
  if (options.on_output) options.on_output(text);
  return true;
}

void kill_group(pid_t process) { kill(-process, SIGKILL); }

// The programs that run() is waiting for, in whatever thread.
std::mutex children_mutex;
std::set<pid_t> children_of_run;  // guarded by children_mutex

// All children of this process, whichever thread made them.
std::vector<pid_t> all_children() {
  std::vector<pid_t> children;
  for (const auto& task :
       std::filesystem::directory_iterator("/proc/self/task")) {
    std::ifstream list(task.path() / "children");
    for (pid_t child = 0; list >> child;) children.push_back(child);
  }
  return children;
}

}  // namespace

// WHY under the lock: it is known from its first moment.
int fork_known() {
  const std::lock_guard lock(children_mutex);
  const pid_t child = fork();
  if (child > 0) children_of_run.insert(child);
  return child;
}

void forget(int child) {
  const std::lock_guard lock(children_mutex);
  children_of_run.erase(child);
}

// Children that left their group are ours again (PR_SET_CHILD_SUBREAPER) once
// their parent has died; none may outlive the answer that made them.
void kill_strays() {
  // WHY again and again: the children of a stray become ours when it has died.
  // The bound is for one that makes them faster than we can look.
  for (int round = 0; round < 1000; ++round) {
    const std::lock_guard lock(children_mutex);
    bool found = false;
    for (const pid_t child : all_children()) {
      if (children_of_run.contains(child)) continue;
      found = true;
      kill(child, SIGKILL);
      waitpid(child, nullptr, 0);
    }
    if (!found) return;
  }
}

void request_stop() { stopping.store(true); }

bool stop_requested() { return stopping.load(); }

void stop_on_signals() {
  struct sigaction action = {};
  action.sa_handler = &on_signal;  // without SA_RESTART: poll() must return
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
    sigaction(number, &action, nullptr);
  }
  std::signal(SIGPIPE, SIG_IGN);
}

bool is_on_path(const std::string& program) {
  if (program.find('/') != program.npos) {
    return access(program.c_str(), X_OK) == 0;
  }
  const char* path = std::getenv("PATH");
  std::istringstream folders(path != nullptr ? path : "/usr/bin:/bin");
  for (std::string folder; std::getline(folders, folder, ':');) {
    if (access((folder + "/" + program).c_str(), X_OK) == 0) return true;
  }
  return false;
}

ProcessResult run(const ProcessOptions& options) {
  static const int is_subreaper = prctl(PR_SET_CHILD_SUBREAPER, 1);
  static_cast<void>(is_subreaper);
  ProcessResult result;
  if (stop_requested()) {
    result.stopped = true;
    return result;
  }
  const auto cannot = [&](int error) {
    throw UserError(exit_code::kBroken,
                    {"cannot run " + options.command.front(), "",
                     std::strerror(error), "./workbook doctor"});
  };
  int output[2];
  int failure[2];
  if (pipe2(output, O_CLOEXEC) != 0) cannot(errno);
  Descriptor output_read(output[0]), output_write(output[1]);
  if (pipe2(failure, O_CLOEXEC) != 0) cannot(errno);
  Descriptor failure_read(failure[0]), failure_write(failure[1]);

  std::vector<char*> arguments;
  for (const std::string& argument : options.command) {
    arguments.push_back(const_cast<char*>(argument.c_str()));
  }
  arguments.push_back(nullptr);
  const pid_t parent = getpid();
  const pid_t process = fork_known();
  if (process < 0) cannot(errno);
  if (process == 0) {
    for (const std::string& variable : options.environment) {
      putenv(const_cast<char*>(variable.c_str()));
    }
    become(options, arguments.data(), parent, output_write.get(),
           failure_write.get());
  }
  // Both do it: whoever comes first.
  if (!options.inherit_terminal) setpgid(process, process);
  output_write.close();
  failure_write.close();

  int error = 0;
  if (read(failure_read.get(), &error, sizeof error) == sizeof error) {
    waitpid(process, nullptr, 0);
    forget(process);
    cannot(error);
  }

  const auto began = steady_clock::now();
  bool ended = false;
  int status = 0;
  while (!ended) {
    pollfd readable{output_read.get(), POLLIN, 0};
    const bool reading = output_read.get() >= 0;
    if (poll(&readable, reading ? 1 : 0, reading ? 50 : 5) > 0 &&
        !read_some(output_read.get(), options, result.output)) {
      output_read.close();
    }
    ended = waitpid(process, &status, WNOHANG) == process;
    if (ended) break;
    result.stopped =
        stop_requested() || (options.on_tick && !options.on_tick(process));
    result.timed_out = options.budget.count() > 0 &&
                       steady_clock::now() - began > options.budget;
    if (result.stopped || result.timed_out) {
      kill_group(process);
      kill(process, SIGKILL);
      waitpid(process, &status, 0);
      ended = true;
    }
  }
  kill_group(process);  // what the program left behind in its group
  forget(process);
  kill_strays();
  // What was printed last. Nobody can add to it any more, unless it left us.
  while (output_read.get() >= 0 && result.output.size() < kOutputKept) {
    pollfd readable{output_read.get(), POLLIN, 0};
    if (poll(&readable, 1, 0) <= 0 ||
        !read_some(output_read.get(), options, result.output)) {
      break;
    }
  }
  result.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
  result.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  return result;
}

}  // namespace hb::runner
