#include "checker/explorer/team.hpp"

#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <new>
#include <stdexcept>

namespace hb::checker {

struct Team::Shared {
  std::atomic<int> free_cores{0};
  std::atomic<std::int64_t> executions{0};
  std::atomic<bool> stopped{false};
};

namespace {

void write_all(int pipe, const std::string& text) {
  std::size_t written = 0;
  while (written < text.size()) {
    const ssize_t n = write(pipe, text.data() + written, text.size() - written);
    if (n < 0 && errno != EINTR) return;
    if (n > 0) written += std::size_t(n);
  }
}

std::string read_all(int pipe) {
  std::string text;
  char buffer[4096];
  for (;;) {
    const ssize_t n = read(pipe, buffer, sizeof buffer);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return text;
    text.append(buffer, std::size_t(n));
  }
}

}  // namespace

Team::~Team() {
  if (shared_ != nullptr) munmap(shared_, sizeof(Shared));
}

void Team::begin(int processes) {
  if (processes < 2) return;
  if (shared_ == nullptr) {
    void* page = mmap(nullptr, sizeof(Shared), PROT_READ | PROT_WRITE,
                      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (page == MAP_FAILED) return;  // then one process does it all
    shared_ = new (page) Shared;
  }
  shared_->free_cores = processes - 1;
  shared_->executions = 0;
  shared_->stopped = false;
  counted_ = 0;
}

Team::Role Team::fork_if_free() {
  if (shared_ == nullptr || shared_->free_cores.load() <= 0) return Role::alone;
  const auto give_back = [&] {
    shared_->free_cores.fetch_add(1);
    return Role::alone;
  };
  if (shared_->free_cores.fetch_sub(1) <= 0) {
    return give_back();  // another process was faster
  }
  int ends[2];
  if (pipe(ends) != 0) return give_back();
  const pid_t self = getpid();
  const pid_t pid = fork();
  if (pid == 0) {
    // Without its parent nobody reads what it finds.
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != self) _exit(1);
    close(ends[0]);
    for (const Child& sibling : children_) close(sibling.pipe);
    children_.clear();
    if (to_parent_ >= 0) close(to_parent_);
    to_parent_ = ends[1];
    counted_ = 0;
    return Role::child;
  }
  close(ends[1]);
  if (pid < 0) {
    close(ends[0]);
    return give_back();
  }
  children_.push_back({pid, ends[0]});
  return Role::parent;
}

std::int64_t Team::executions_of_others(std::int64_t own) {
  if (shared_ == nullptr) return 0;
  const std::int64_t all =
      shared_->executions.fetch_add(own - counted_) + own - counted_;
  counted_ = own;
  return all - own;
}

void Team::stop() {
  if (shared_ != nullptr) shared_->stopped = true;
}

bool Team::stopped() const {
  return shared_ != nullptr && shared_->stopped.load();
}

void Team::finish(const std::function<void(const std::string&)>& merge,
                  const std::function<std::string()>& save) {
  if (shared_ != nullptr) shared_->free_cores.fetch_add(1);
  bool died = false;
  for (const Child& child : children_) {
    const std::string text = read_all(child.pipe);
    close(child.pipe);
    int status = 0;
    while (waitpid(child.pid, &status, 0) < 0 && errno == EINTR) {
    }
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
      died = true;
    } else {
      merge(text);
    }
  }
  children_.clear();
  if (to_parent_ >= 0) {
    if (!died) write_all(to_parent_, save());
    _exit(died ? 1 : 0);
  }
  if (died) throw std::runtime_error("a process of the exploration died");
}

}  // namespace hb::checker
