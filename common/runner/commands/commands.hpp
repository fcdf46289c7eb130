// The commands, one file each. Each returns the exit code and
// throws UserError for what the user can mend.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace hb::runner {

struct CheckArguments {
  std::vector<std::string> ids;  // none: the exercise to work on
  std::string answer;            // --file: judged in place of the learner's
  std::string link;              // "checker", "threads", or both if empty
  std::string svg;               // a file for a picture of what goes wrong
  // How far the checker looks, where the exercise's own limits do not do.
  std::optional<std::int64_t> max_executions, max_seconds, sample;
  // How long the programs of a predict exercise run on this machine; 0: not.
  std::int64_t machine_milliseconds = 2000;
  int columns = 0;  // of the report; 0: the terminal's, or as wide as it is
  bool explain = false;
  bool json = false;
};
int check_command(const CheckArguments& arguments);

// Without a command: judges the current exercise at each save.
int watch_command();

struct DevCheckArguments {
  std::vector<std::string> ids;  // none: all
  // "threads": wrong answers too are judged on real threads, and only there.
  std::string link;
  int repeat = 1;  // processes in which a right answer must pass
  int runs = 0;    // of each body in such a process; 0: as its test says
  // Half of the wrong answers, where nothing has changed since the base.
  bool turns = false;
  // Instead: the checker's test programs by every compiler that is here.
  bool all_compilers = false;
};
int dev_check_command(const DevCheckArguments& arguments);

struct DevMutantsArguments {
  std::vector<std::string> ids;  // none: those that changed, or a fifth
  bool all = false;
  bool verbose = false;  // a line a mutant
};
int dev_mutants_command(const DevMutantsArguments& arguments);

// Are the locks of the solutions and the expectations of the tests needed?
int dev_sabotage_command(const std::vector<std::string>& ids);

struct DevTortureArguments {
  std::vector<std::string> names;      // none: all
  int seconds = 60;                    // each that goes by time
  std::optional<std::uint64_t> count;  // of each that goes by number
  std::optional<std::uint64_t> seed;
};
int dev_torture_command(const DevTortureArguments& arguments);

int list_command();
int next_command();

struct TestArguments {
  bool fast = false;  // unit tests and solutions only
};
int test_command(const TestArguments& arguments);

int hint_command(const std::string& id);
int open_command(const std::string& id);
int reset_command(const std::string& id);

struct SolutionArguments {
  std::string id;
  bool give_up = false;  // before it is solved
  bool gallery = false;  // and the wrong answers, judged
};
int solution_command(const SolutionArguments& arguments);

struct StepArguments {
  std::string id;
  std::string test;       // or a part of its name; empty: where it goes wrong
  std::string answer;     // --file, in place of the learner's
  bool solution = false;  // step through the solution
};
int step_command(const StepArguments& arguments);

struct ReplayArguments {
  std::string id;
  std::string code;
};
int replay_command(const ReplayArguments& arguments);

struct LessonCommandArguments {
  std::string lesson;             // "07"
  std::vector<std::string> rest;  // the lesson's own
};
int lesson_command(const LessonCommandArguments& arguments);

struct BenchArguments {
  std::string lesson;
  std::string report;  // a file for an HTML page; empty: none
  std::string only;    // rows whose name has this; all if empty
  std::string file;    // a learner's own data, where a benchmark takes some
  int runs = 9;        // of each program
};
int bench_command(const BenchArguments& arguments);

// Empty: the table of contents.
int book_command(const std::string& chapter);

struct ReportArguments {
  bool json = false;
  bool junit = false;
};
int report_command(const ReportArguments& arguments);

struct ReportMergeArguments {
  std::vector<std::string> files;
  bool json = false;
};
int report_merge_command(const ReportMergeArguments& arguments);

struct DevCompareArguments {
  std::string id = "07a";
  int runs = 20;  // processes on real threads; under ThreadSanitizer, half
};
// What stress, ThreadSanitizer and the checker say of the same answers.
int dev_compare_command(const DevCompareArguments& arguments);

struct DevNewArguments {
  std::string topic;  // "07_channels"
  std::string name;   // "e_rendezvous"
};
int dev_new_command(const DevNewArguments& arguments);

// Litmus programs in the checker's two formats.
int dev_litmus_command(const std::vector<std::string>& files);

int doctor_command();

}  // namespace hb::runner
