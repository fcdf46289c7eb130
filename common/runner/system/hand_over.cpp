#include "runner/system/hand_over.hpp"

#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "runner/system/process.hpp"
#include "runner/system/user_error.hpp"

namespace hb::runner {
namespace {

void print(const std::string& text) {
  std::fputs(text.c_str(), stdout);
  std::fflush(stdout);
}

}  // namespace

bool is_interactive() {
  return isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1;
}

void hand_over_to(const std::vector<std::string>& command) {
  std::fflush(nullptr);
  std::vector<char*> arguments;
  for (const std::string& argument : command) {
    arguments.push_back(const_cast<char*>(argument.c_str()));
  }
  arguments.push_back(nullptr);
  // Handlers end with exec(), but what is ignored stays ignored.
  std::signal(SIGPIPE, SIG_DFL);
  execvp(arguments.front(), arguments.data());
  throw UserError(exit_code::kBroken,
                  {"cannot run " + command.front(), "", std::strerror(errno),
                   "./workbook doctor"});
}

void show_paged(const std::string& text) {
  const char* chosen = std::getenv("PAGER");
  const std::string pager =
      chosen != nullptr && *chosen != '\0' ? chosen : "less";
  // Only `less` is looked for; a $PAGER may have arguments, and sh will see.
  if (!is_interactive() || (pager == "less" && !is_on_path("less"))) {
    print(text);
    return;
  }
  setenv("LESS", "FRX", 0);  // colours; no paging of what fits the screen
  std::FILE* pipe = popen(pager.c_str(), "w");
  if (pipe == nullptr) {
    print(text);
    return;
  }
  std::fputs(text.c_str(), pipe);  // fails if the reader quits early: fine
  pclose(pipe);
}

}  // namespace hb::runner
