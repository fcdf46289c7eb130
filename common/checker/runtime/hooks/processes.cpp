// Calls that make or become another process.
#include <cstdio>
#include <cstdlib>
#include <string>

#include <spawn.h>
#include <unistd.h>

#include "checker/runtime/hooks/entry_point.hpp"
#include "checker/runtime/hooks/real_function.hpp"

using namespace hb::checker;

namespace {

[[noreturn]] void refuse_second_process(const char* call) {
  refuse_here(std::string("it calls ") + call +
              "(): the checker cannot follow another process");
}

HB_REAL(pid_t, fork, ())
HB_REAL(int, execve, (const char*, char* const*, char* const*))
HB_REAL(int, execv, (const char*, char* const*))
HB_REAL(int, execvp, (const char*, char* const*))
HB_REAL(int, execvpe, (const char*, char* const*, char* const*))
HB_REAL(FILE*, popen, (const char*, const char*))
HB_REAL(int, system, (const char*))
HB_REAL(int, posix_spawn,
        (pid_t*, const char*, const posix_spawn_file_actions_t*,
         const posix_spawnattr_t*, char* const*, char* const*))
HB_REAL(int, posix_spawnp,
        (pid_t*, const char*, const posix_spawn_file_actions_t*,
         const posix_spawnattr_t*, char* const*, char* const*))

}  // namespace

HB_ENTRY pid_t fork() noexcept {
  if (called_in_test()) refuse_second_process("fork");
  return real_fork();
}

// WHY the real fork: a child of vfork may not return from this function.
HB_ENTRY pid_t vfork() noexcept {
  if (called_in_test()) refuse_second_process("vfork");
  return real_fork();
}

HB_ENTRY int execve(const char* path, char* const arguments[],
                    char* const environment[]) noexcept {
  if (called_in_test()) refuse_second_process("execve");
  return real_execve(path, arguments, environment);
}

HB_ENTRY int execv(const char* path, char* const arguments[]) noexcept {
  if (called_in_test()) refuse_second_process("execv");
  return real_execv(path, arguments);
}

HB_ENTRY int execvp(const char* file, char* const arguments[]) noexcept {
  if (called_in_test()) refuse_second_process("execvp");
  return real_execvp(file, arguments);
}

HB_ENTRY int execvpe(const char* file, char* const arguments[],
                     char* const environment[]) noexcept {
  if (called_in_test()) refuse_second_process("execvpe");
  return real_execvpe(file, arguments, environment);
}

HB_ENTRY FILE* popen(const char* command, const char* type) {
  if (called_in_test()) refuse_second_process("popen");
  return real_popen(command, type);
}

HB_ENTRY int system(const char* command) {
  if (called_in_test()) refuse_second_process("system");
  return real_system(command);
}

HB_ENTRY int posix_spawn(pid_t* process, const char* path,
                         const posix_spawn_file_actions_t* actions,
                         const posix_spawnattr_t* attributes,
                         char* const arguments[], char* const environment[]) {
  if (called_in_test()) refuse_second_process("posix_spawn");
  return real_posix_spawn(process, path, actions, attributes, arguments,
                          environment);
}

HB_ENTRY int posix_spawnp(pid_t* process, const char* file,
                          const posix_spawn_file_actions_t* actions,
                          const posix_spawnattr_t* attributes,
                          char* const arguments[], char* const environment[]) {
  if (called_in_test()) refuse_second_process("posix_spawnp");
  return real_posix_spawnp(process, file, actions, attributes, arguments,
                           environment);
}
