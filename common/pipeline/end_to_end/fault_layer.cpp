// A layer between a program and the C library that makes one call go wrong.
//
//   LD_PRELOAD=libfault_layer.so FAULT_FOLDER=/tmp/x FAULT_LOG=/tmp/log PROGRAM
//
// counts the calls on what lies below FAULT_FOLDER, and logs "FUNCTION NUMBER
// FLAGS PATH" of each, the number from 1 for each function by itself: threads
// that take turns differently do not change it. With FAULT_CALL=pwrite:3 and
// FAULT_KIND=an errno's number, short, end, kill, int or term that one goes
// wrong, and the log says "INJECTED ..." instead:
//
//   errno  it fails so, and nothing is done
//   short  it does half of what it is asked for
//   end    it reads nothing, as at the end of a file
//   kill   the program is killed before it
//   int    SIGINT is sent before it; so is SIGTERM with term

#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

namespace {

// WHY raw system calls for all that the layer itself does: its own calls must
// not come back to it.
ssize_t read_link(const char* path, char* into, std::size_t bytes) {
  return ::syscall(SYS_readlink, path, into, bytes);
}

std::string_view variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

struct Plan {
  std::string_view folder = variable("FAULT_FOLDER");
  std::string_view function;  // what goes wrong, and which call of it
  long number = 0;
  std::string_view kind = variable("FAULT_KIND");
  int log = -1;

  Plan() {
    const std::string_view call = variable("FAULT_CALL");
    const std::size_t colon = call.find(':');
    if (colon != std::string_view::npos) {
      function = call.substr(0, colon);
      number = std::atol(call.substr(colon + 1).data());
    }
    log = static_cast<int>(::syscall(
        SYS_openat, AT_FDCWD, std::string(variable("FAULT_LOG")).c_str(),
        O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
  }
};

// WHY: what the layer does on the way must not change what the program sees.
class KeepsErrno {
 public:
  ~KeepsErrno() { errno = before_; }

 private:
  const int before_ = errno;
};

const Plan& plan() {
  static const Plan made;
  return made;
}

std::string path_of(int directory, const char* name) {
  const KeepsErrno keeps;
  if (name != nullptr && name[0] == '/') return name;
  char path[PATH_MAX] = {};
  const std::string link = directory == AT_FDCWD
                               ? "/proc/self/cwd"
                               : "/proc/self/fd/" + std::to_string(directory);
  const ssize_t length = read_link(link.c_str(), path, sizeof path - 1);
  std::string whole(path, length > 0 ? static_cast<std::size_t>(length) : 0);
  if (name != nullptr && name[0] != '\0') whole.append("/").append(name);
  return whole;
}

enum class Fault { none, error, cut, end };

struct Function {
  const char* name;
  std::atomic<long> calls = 0;
};

constexpr std::pair<std::string_view, int> kSignals[] = {
    {"kill", SIGKILL}, {"int", SIGINT}, {"term", SIGTERM}};

// What is to become of this call; errno is set where it is to fail.
Fault fault_for(Function& function, const std::string& path,
                const char* flags = "-") {
  if (plan().folder.empty() || !path.starts_with(plan().folder)) {
    return Fault::none;
  }
  // WHY relaxed: a number for each call, and nothing is published by it.
  const long number =
      function.calls.fetch_add(1, std::memory_order_relaxed) + 1;
  const bool hit = plan().function == function.name && plan().number == number;
  std::string line = std::string(hit ? "INJECTED " : "") + function.name + " " +
                     std::to_string(number) + " " + flags + " " + path;
  std::replace(line.begin(), line.end(), '\n', '?');
  line += '\n';
  {
    const KeepsErrno keeps;
    ::syscall(SYS_write, plan().log, line.data(), line.size());
  }
  if (!hit) return Fault::none;
  for (const auto& [kind, signal] : kSignals) {
    if (plan().kind != kind) continue;
    ::syscall(SYS_kill, ::syscall(SYS_getpid), signal);
    return Fault::none;
  }
  if (plan().kind == "short") return Fault::cut;
  if (plan().kind == "end") return Fault::end;
  errno = std::atoi(plan().kind.data());
  return Fault::error;
}

template <typename Pointer>
Pointer next(const char* name) {
  return reinterpret_cast<Pointer>(::dlsym(RTLD_NEXT, name));
}

bool is_writing(int fd) {
  return (::syscall(SYS_fcntl, fd, F_GETFL) & O_ACCMODE) != O_RDONLY;
}

std::size_t half_of(std::size_t bytes) { return bytes > 1 ? bytes / 2 : bytes; }

}  // namespace

// A function that may fail and is passed on else. NAME as the program calls it,
// COUNTED as it is counted: pread64 is a pread.
#define LAYER(RESULT, NAME, COUNTED, PARAMETERS, ARGUMENTS, PATH, FAILED) \
  extern "C" RESULT NAME PARAMETERS {                                     \
    static const auto real = next<RESULT(*) PARAMETERS>(#NAME);           \
    if (fault_for(COUNTED, PATH) == Fault::error) return FAILED;          \
    return real ARGUMENTS;                                                \
  }
#define BOTH(RESULT, NAME, PARAMETERS, ARGUMENTS, PATH)                \
  namespace {                                                          \
  Function counted_##NAME{#NAME};                                      \
  }                                                                    \
  LAYER(RESULT, NAME, counted_##NAME, PARAMETERS, ARGUMENTS, PATH, -1) \
  LAYER(RESULT, NAME##64, counted_##NAME, PARAMETERS, ARGUMENTS, PATH, -1)
#define ONE(RESULT, NAME, PARAMETERS, ARGUMENTS, PATH) \
  namespace {                                          \
  Function counted_##NAME{#NAME};                      \
  }                                                    \
  LAYER(RESULT, NAME, counted_##NAME, PARAMETERS, ARGUMENTS, PATH, -1)
// One that moves bytes, and can move fewer. FLAGS: w where it was for writing.
#define MOVES(NAME, ALIAS, BYTES, PARAMETERS, ARGUMENTS)          \
  extern "C" ssize_t ALIAS PARAMETERS {                           \
    static const auto real = next<ssize_t(*) PARAMETERS>(#ALIAS); \
    switch (fault_for(counted_##NAME, path_of(fd, nullptr),       \
                      is_writing(fd) ? "w" : "r")) {              \
      case Fault::error:                                          \
        return -1;                                                \
      case Fault::end:                                            \
        return 0;                                                 \
      case Fault::cut:                                            \
        bytes = half_of(bytes);                                   \
        break;                                                    \
      case Fault::none:                                           \
        break;                                                    \
    }                                                             \
    return real ARGUMENTS;                                        \
  }

namespace {
Function counted_open{"open"};
Function counted_openat{"openat"};
Function counted_read{"read"};
Function counted_pread{"pread"};
Function counted_write{"write"};
Function counted_pwrite{"pwrite"};
Function counted_close{"close"};
Function counted_opendir{"opendir"};
Function counted_readdir{"readdir"};

const char* flags_of(int flags) {
  if ((flags & O_CREAT) != 0) return "c";
  return (flags & O_ACCMODE) == O_RDONLY ? "r" : "w";
}

mode_t mode_in(int flags, va_list& more) {
  const bool has_mode =
      (flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE;
  return has_mode ? va_arg(more, mode_t) : 0;
}

int open_at(Function& function, int directory, const char* path, int flags,
            mode_t mode) {
  if (fault_for(function, path_of(directory, path), flags_of(flags)) ==
      Fault::error) {
    return -1;
  }
  static const auto real =
      next<int (*)(int, const char*, int, mode_t)>("openat");
  return real(directory, path, flags, mode);
}
}  // namespace

#define OPENS(NAME)                                            \
  extern "C" int NAME(const char* path, int flags, ...) {      \
    va_list more;                                              \
    va_start(more, flags);                                     \
    const mode_t mode = mode_in(flags, more);                  \
    va_end(more);                                              \
    return open_at(counted_open, AT_FDCWD, path, flags, mode); \
  }
#define OPENS_AT(NAME)                                                   \
  extern "C" int NAME(int directory, const char* path, int flags, ...) { \
    va_list more;                                                        \
    va_start(more, flags);                                               \
    const mode_t mode = mode_in(flags, more);                            \
    va_end(more);                                                        \
    return open_at(counted_openat, directory, path, flags, mode);        \
  }
OPENS(open)
OPENS(open64)
OPENS_AT(openat)
OPENS_AT(openat64)

MOVES(read, read, bytes, (int fd, void* into, std::size_t bytes),
      (fd, into, bytes))
MOVES(write, write, bytes, (int fd, const void* from, std::size_t bytes),
      (fd, from, bytes))
MOVES(pread, pread, bytes,
      (int fd, void* into, std::size_t bytes, off_t offset),
      (fd, into, bytes, offset))
MOVES(pread, pread64, bytes,
      (int fd, void* into, std::size_t bytes, off_t offset),
      (fd, into, bytes, offset))
MOVES(pwrite, pwrite, bytes,
      (int fd, const void* from, std::size_t bytes, off_t offset),
      (fd, from, bytes, offset))
MOVES(pwrite, pwrite64, bytes,
      (int fd, const void* from, std::size_t bytes, off_t offset),
      (fd, from, bytes, offset))

ONE(int, fsync, (int fd), (fd), path_of(fd, nullptr))
ONE(int, fdatasync, (int fd), (fd), path_of(fd, nullptr))
ONE(int, flock, (int fd, int how) noexcept, (fd, how), path_of(fd, nullptr))
BOTH(int, ftruncate, (int fd, off_t bytes) noexcept, (fd, bytes),
     path_of(fd, nullptr))
BOTH(int, fallocate, (int fd, int mode, off_t offset, off_t bytes),
     (fd, mode, offset, bytes), path_of(fd, nullptr))
BOTH(off_t, lseek, (int fd, off_t offset, int whence) noexcept,
     (fd, offset, whence), path_of(fd, nullptr))
ONE(int, rename, (const char* from, const char* to) noexcept, (from, to),
    path_of(AT_FDCWD, to))
ONE(int, renameat,
    (int from_in, const char* from, int to_in, const char* to) noexcept,
    (from_in, from, to_in, to), path_of(to_in, to))
ONE(int, renameat2,
    (int from_in, const char* from, int to_in, const char* to,
     unsigned flags) noexcept,
    (from_in, from, to_in, to, flags), path_of(to_in, to))
ONE(int, mkdir, (const char* path, mode_t mode) noexcept, (path, mode),
    path_of(AT_FDCWD, path))
ONE(int, mkdirat, (int directory, const char* path, mode_t mode) noexcept,
    (directory, path, mode), path_of(directory, path))
ONE(int, symlinkat,
    (const char* target, int directory, const char* path) noexcept,
    (target, directory, path), path_of(directory, path))
ONE(int, unlink, (const char* path) noexcept, (path), path_of(AT_FDCWD, path))
ONE(int, unlinkat, (int directory, const char* path, int flags) noexcept,
    (directory, path, flags), path_of(directory, path))
ONE(int, fchmod, (int fd, mode_t mode) noexcept, (fd, mode),
    path_of(fd, nullptr))
ONE(int, fchmodat,
    (int directory, const char* path, mode_t mode, int flags) noexcept,
    (directory, path, mode, flags), path_of(directory, path))
ONE(int, futimens, (int fd, const timespec* times) noexcept, (fd, times),
    path_of(fd, nullptr))
ONE(int, utimensat,
    (int directory, const char* path, const timespec* times,
     int flags) noexcept,
    (directory, path, times, flags), path_of(directory, path))
ONE(ssize_t, readlink,
    (const char* path, char* into, std::size_t bytes) noexcept,
    (path, into, bytes), path_of(AT_FDCWD, path))
ONE(ssize_t, readlinkat,
    (int directory, const char* path, char* into, std::size_t bytes) noexcept,
    (directory, path, into, bytes), path_of(directory, path))
ONE(int, stat, (const char* path, struct stat* into) noexcept, (path, into),
    path_of(AT_FDCWD, path))
ONE(int, lstat, (const char* path, struct stat* into) noexcept, (path, into),
    path_of(AT_FDCWD, path))
ONE(int, fstat, (int fd, struct stat* into) noexcept, (fd, into),
    path_of(fd, nullptr))
ONE(int, fstatat,
    (int directory, const char* path, struct stat* into, int flags) noexcept,
    (directory, path, into, flags), path_of(directory, path))

// WHY closed in any case: what the program holds as closed must be.
extern "C" int close(int fd) {
  static const auto real = next<int (*)(int)>("close");
  const Fault fault = fault_for(counted_close, path_of(fd, nullptr),
                                is_writing(fd) ? "w" : "r");
  const int error = errno;
  const int result = real(fd);
  if (fault != Fault::error) return result;
  errno = error;
  return -1;
}

extern "C" DIR* opendir(const char* path) {
  static const auto real = next<DIR* (*)(const char*)>("opendir");
  const auto fault = fault_for(counted_opendir, path_of(AT_FDCWD, path));
  return fault == Fault::error ? nullptr : real(path);
}

extern "C" DIR* fdopendir(int fd) {
  static const auto real = next<DIR* (*)(int)>("fdopendir");
  const auto fault = fault_for(counted_opendir, path_of(fd, nullptr));
  return fault == Fault::error ? nullptr : real(fd);
}

#define READS_FOLDER(NAME, ENTRY)                                      \
  extern "C" ENTRY* NAME(DIR* folder) {                                \
    static const auto real = next<ENTRY* (*)(DIR*)>(#NAME);            \
    const auto fault =                                                 \
        fault_for(counted_readdir, path_of(::dirfd(folder), nullptr)); \
    return fault == Fault::error ? nullptr : real(folder);             \
  }
READS_FOLDER(readdir, dirent)
READS_FOLDER(readdir64, dirent64)
