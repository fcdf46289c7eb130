// Tests of the command line that every lesson has.

#include "lesson/arguments.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <optional>
#include <string>
#include <vector>

namespace {

using hb::LessonArguments;
using hb::LessonCall;
using testing::ExitedWithCode;

constexpr hb::LessonDescription kLesson{"07", "channels", "Values travel.", 4};

LessonCall parse(const std::vector<std::string>& arguments,
                 const char* variable = nullptr) {
  return LessonArguments(kLesson).parse(arguments, variable);
}

// Sets WORKBOOK_THREADS, and puts back what was there.
class WorkbookThreads {
 public:
  explicit WorkbookThreads(const char* value) {
    if (const char* before = std::getenv("WORKBOOK_THREADS")) before_ = before;
    setenv("WORKBOOK_THREADS", value, 1);
  }
  ~WorkbookThreads() {
    if (before_) {
      setenv("WORKBOOK_THREADS", before_->c_str(), 1);
    } else {
      unsetenv("WORKBOOK_THREADS");
    }
  }
  WorkbookThreads(const WorkbookThreads&) = delete;
  WorkbookThreads& operator=(const WorkbookThreads&) = delete;

 private:
  std::optional<std::string> before_;
};

unsigned read(std::vector<std::string> arguments) {
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  return LessonArguments(kLesson).read(static_cast<int>(argv.size()),
                                       argv.data());
}

TEST(LessonArguments, TakeTheDefaultOfTheDescription) {
  EXPECT_EQ(parse({}).threads, 4U);
}

TEST(LessonArguments, TakeTheVariableBeforeTheDefault) {
  EXPECT_EQ(parse({}, "2").threads, 2U);
}

TEST(LessonArguments, TakeTheArgumentBeforeTheVariable) {
  EXPECT_EQ(parse({"--threads=3"}, "2").threads, 3U);
  EXPECT_EQ(parse({"--threads", "3"}, "nonsense").threads, 3U);
}

TEST(LessonArguments, TakeTheLastOfTwo) {
  EXPECT_EQ(parse({"--threads=3", "--threads=5"}).threads, 5U);
}

TEST(LessonArguments, RunOnOneThreadForDebugging) {
  const WorkbookThreads one("1");
  EXPECT_EQ(read({"lesson"}), 1U);
}

TEST(LessonArguments, RefuseWhatIsNoNumberFrom1To64) {
  for (const char* bad : {"0", "65", "-1", "2.5", "4x", "many", "", " 4",
                          "99999999999999999999"}) {
    const LessonCall argument = parse({std::string("--threads=") + bad});
    EXPECT_EQ(argument.exit_code, 2) << bad;
    const LessonCall variable = parse({}, bad);
    EXPECT_EQ(variable.exit_code, 2) << bad;
  }
  EXPECT_EQ(parse({"--threads=1"}).threads, 1U);
  EXPECT_EQ(parse({"--threads=64"}).threads, 64U);
}

TEST(LessonArguments, NameWhatWasTypedAndOneCommandToTry) {
  EXPECT_EQ(parse({"--threads=0"}).text,
            "error: --threads=0 is not a number of threads\n"
            "  Expected a whole number from 1 to 64.\n"
            "  try: ./workbook lesson 07 -- --threads=4\n");
  EXPECT_EQ(parse({}, "all").text,
            "error: WORKBOOK_THREADS=all is not a number of threads\n"
            "  Expected a whole number from 1 to 64.\n"
            "  try: unset WORKBOOK_THREADS\n");
  EXPECT_EQ(parse({"--thread=2"}).text,
            "error: lesson 07 has no option \"--thread=2\"\n"
            "  It has --threads=N, --help.\n"
            "  try: ./workbook lesson 07 -- --help\n");
}

TEST(LessonArguments, RefuseAnOptionWithoutItsValue) {
  EXPECT_EQ(parse({"--threads"}).exit_code, 2);
}

TEST(LessonArguments, TakeTheOptionsThatALessonAdds) {
  bool verbose = false;
  std::string file;
  LessonArguments arguments(kLesson);
  arguments.add_flag("--verbose", "say more", verbose);
  arguments.add_text("--file", "read this", file);

  const LessonCall call = arguments.parse({"--file=a b.txt", "--verbose"}, "2");
  EXPECT_EQ(call.threads, 2U);
  EXPECT_TRUE(verbose);
  EXPECT_EQ(file, "a b.txt");
}

TEST(LessonArguments, ShowEveryOptionInTheHelp) {
  bool verbose = false;
  LessonArguments arguments(kLesson);
  arguments.add_flag("--verbose", "say more", verbose);

  const LessonCall help = arguments.parse({"--help"}, nullptr);
  EXPECT_EQ(help.exit_code, 0);
  for (const char* part :
       {"Lesson 07: channels", "Values travel.", "./workbook lesson 07",
        "--threads", "--verbose", "WORKBOOK_THREADS"}) {
    EXPECT_NE(help.text.find(part), std::string::npos) << part << help.text;
  }
}

TEST(LessonArgumentsDeathTest, EndWithTheCodeOfTheCall) {
  EXPECT_EXIT(read({"lesson", "--help"}), ExitedWithCode(0), "");
  EXPECT_EXIT(read({"lesson", "--threads=0"}), ExitedWithCode(2),
              "is not a number of threads");
}

}  // namespace
