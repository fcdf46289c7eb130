#include "program.hpp"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <sstream>

namespace hb {
namespace {

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) +
         static_cast<double>(time.tv_usec) / 1e6;
}

[[noreturn]] void become(const std::vector<char*>& words) {
  const int nowhere = ::open("/dev/null", O_RDWR);
  for (const int fd : {0, 1, 2}) ::dup2(nowhere, fd);
  ::execvp(words.front(), words.data());
  ::_exit(127);
}

// WHY not posix_spawn: its child shares our memory for a moment, and the most
// that we ever had would be the program's peak; see run_apart().
template <typename InChild>
Ended run_child(InChild in_child) {
  const auto begin = std::chrono::steady_clock::now();
  const pid_t child = ::fork();
  if (child < 0) return {};
  if (child == 0) in_child();
  int status = 0;
  rusage usage{};
  if (::wait4(child, &status, 0, &usage) != child) return {};
  const std::chrono::duration<double> time =
      std::chrono::steady_clock::now() - begin;
  return {.succeeded = WIFEXITED(status) && WEXITSTATUS(status) == 0,
          .seconds = time.count(),
          .cpu_seconds = seconds(usage.ru_utime) + seconds(usage.ru_stime),
          .peak_mib = static_cast<double>(usage.ru_maxrss) / 1024};
}

}  // namespace

Ended run_program(const std::vector<std::string>& words) {
  std::vector<char*> arguments;
  for (const std::string& word : words) {
    arguments.push_back(const_cast<char*>(word.c_str()));  // exec only reads
  }
  arguments.push_back(nullptr);
  return run_child([&] { become(arguments); });
}

Ended run_line(const std::string& line) {
  return run_program({"sh", "-c", line});
}

Ended run_apart(const std::function<void()>& what) {
  return run_child([&] {
    try {
      what();
    } catch (const std::exception& error) {
      std::fprintf(stderr, "%s\n", error.what());
      ::_exit(1);
    }
    ::_exit(0);
  });
}

bool is_installed(const std::string& name) {
  const char* path = std::getenv("PATH");
  std::istringstream folders(path == nullptr ? "" : path);
  for (std::string folder; std::getline(folders, folder, ':');) {
    if (::access((folder + "/" + name).c_str(), X_OK) == 0) return true;
  }
  return false;
}

std::filesystem::path pipeline_program() {
  std::error_code error;
  return std::filesystem::read_symlink("/proc/self/exe", error).parent_path() /
         "pipeline";
}

}  // namespace hb
