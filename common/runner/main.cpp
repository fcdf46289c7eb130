// The runner: reads the command line and hands over to a command.

#include <fmt/format.h>

#include <cstdio>
#include <exception>
#include <filesystem>

#include "runner/commands/arguments.hpp"
#include "runner/judge/judge.hpp"
#include "runner/system/process.hpp"
#include "runner/system/user_error.hpp"

int main(int argc, char** argv) {
  using namespace hb::runner;
  stop_on_signals();
  try {
    return read_arguments(argc, argv)();
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
