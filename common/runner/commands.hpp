// The commands, one file each: command_NAME.cpp. Each returns the exit code and
// throws UserError for what the user can mend.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace hb::runner {

struct CheckArguments {
  std::vector<std::string> ids;  // none: the exercise to work on
  std::string answer;            // --file: judged in place of the learner's
  std::string exercises;         // --exercises: a folder of one's own
  bool explain = false;
  bool json = false;
};
int check_command(const CheckArguments& arguments);

struct DevCheckArguments {
  std::vector<std::string> ids;  // none: all
  std::string exercises;
  int repeat = 1;  // processes in which a wrong answer must be rejected
};
int dev_check_command(const DevCheckArguments& arguments);

int list_command(const std::string& exercises);
int next_command();

struct TestArguments {
  bool fast = false;  // unit tests and solutions only
};
int test_command(const TestArguments& arguments);

}  // namespace hb::runner
