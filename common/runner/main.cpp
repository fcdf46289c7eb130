// The runner: reads the command line and hands over to a command.

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <filesystem>

#include "runner/commands/arguments.hpp"
#include "runner/judge/judge.hpp"
#include "runner/system/process.hpp"
#include "runner/system/user_error.hpp"

int main(int argc, char** argv) {
  using namespace hb::runner;
  stop_on_signals();
  // A filter or a shard that somebody set for other tests would leave some of
  // an exercise's tests out.
  for (const char* name : {"GTEST_FILTER", "GTEST_TOTAL_SHARDS",
                           "GTEST_SHARD_INDEX", "GTEST_REPEAT", "GTEST_SHUFFLE",
                           "GTEST_OUTPUT", "GTEST_ALSO_RUN_DISABLED_TESTS",
                           "GTEST_BREAK_ON_FAILURE", "GTEST_THROW_ON_FAILURE",
                           "GTEST_CATCH_EXCEPTIONS", "GTEST_FAIL_FAST"}) {
    unsetenv(name);
  }
  try {
    const int code = read_arguments(argc, argv)();
    if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return code;
    if (errno == EPIPE) return code;  // whoever reads has seen enough
    throw UserError(exit_code::kBroken, {"cannot write what there is to say",
                                         "", std::strerror(errno), ""});
  } catch (const UserError& error) {
    std::fputs(error.message().c_str(), stderr);
    return error.code;
  } catch (const Stopped&) {
    return 130;
  } catch (const std::filesystem::filesystem_error& error) {
    const std::string path = error.path1().string();
    std::fputs(UserError(exit_code::kBroken,
                         {"cannot use " + path, "", error.code().message(),
                          "ls -ld '" + path + "'"})
                   .message()
                   .c_str(),
               stderr);
    return exit_code::kBroken;
  } catch (const std::exception& error) {
    fmt::print(stderr,
               "error: {}\n  This is a defect of the runner.\n"
               "  try: ./workbook doctor\n",
               error.what());
    return exit_code::kBroken;
  }
}
