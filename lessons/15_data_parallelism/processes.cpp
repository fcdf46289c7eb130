#include "processes.hpp"

#include <sys/resource.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <system_error>

namespace hb {
namespace {

struct Child {
  pid_t process = 0;
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> results{nullptr, std::fclose};
};

// #region child
// Starts a process that writes to `results` and ends.
template <typename Work>
Child start(const Work& work) {
  int ends[2];
  if (::pipe(ends) != 0)
    throw std::system_error(errno, std::generic_category());
  Child child;
  child.process = ::fork();  // a copy of all memory, pages shared until written
  if (child.process < 0) {
    throw std::system_error(errno, std::generic_category());
  }
  if (child.process == 0) {
    ::close(ends[0]);
    std::FILE* out = ::fdopen(ends[1], "w");
    work(out);
    // WHY _exit: exit() would flush and destroy what is the parent's, too.
    ::_exit(std::fclose(out) == 0 ? 0 : 1);
  }
  ::close(ends[1]);
  child.results.reset(::fdopen(ends[0], "r"));
  return child;
}
// #endregion child

// Returns the most memory that it had, in KiB.
long wait_for(const Child& child) {
  int status = 0;
  rusage usage{};
  if (::wait4(child.process, &status, 0, &usage) < 0 || status != 0) {
    throw std::runtime_error("a process failed");
  }
  return usage.ru_maxrss;
}

// A count, a space, the subject, a byte 0: no text of a record has that.
void send(std::FILE* out, const Counts& counts) {
  for (const auto& [subject, count] : counts) {
    std::fprintf(out, "%zu %s", count, subject.c_str());
    std::fputc(0, out);
  }
}

Counts receive(std::FILE* in) {
  Counts counts;
  char* text = nullptr;
  std::size_t capacity = 0;
  while (::getdelim(&text, &capacity, 0, in) > 0) {
    char* subject = nullptr;
    const auto count = std::strtoull(text, &subject, 10);
    counts[subject + 1] += count;
  }
  std::free(text);
  return counts;
}

}  // namespace

// #region processes
Counts count_by_processes(std::span<const std::vector<std::string>> files) {
  std::vector<Child> children;
  for (const auto& records : files) {
    children.push_back(
        start([&](std::FILE* out) { send(out, count_in_order(records)); }));
  }
  Counts all;
  for (Child& child : children) {
    merge(all, receive(child.results.get()));
    wait_for(child);
  }
  return all;
}
// #endregion processes

long peak_memory_of(const std::function<void()>& work) {
  return wait_for(start([&](std::FILE*) { work(); }));
}

}  // namespace hb
