// ./workbook bench: builds a lesson's benchmark and compares its programs, on
// the screen and, if asked, on a page.

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <iostream>
#include <regex>
#include <set>

#include "runner/bench/bench_comparison.hpp"
#include "runner/bench/bench_facts.hpp"
#include "runner/bench/bench_page.hpp"
#include "runner/bench/release_build.hpp"
#include "runner/catalog/catalog.hpp"
#include "runner/commands/commands.hpp"
#include "runner/judge/judge.hpp"
#include "runner/system/machine_lock.hpp"
#include "runner/system/process.hpp"
#include "runner/system/screen.hpp"
#include "runner/system/user_error.hpp"

namespace hb::runner {
namespace fs = std::filesystem;
namespace {

// All that is written in a benchmark's folder.
std::string sources_in(const fs::path& benchmark) {
  std::string sources;
  for (const auto& entry : fs::directory_iterator(benchmark)) {
    if (entry.is_regular_file()) sources += read_file(entry.path());
  }
  return sources;
}

// The exercises whose answers a benchmark's sources include.
std::set<std::string> exercises_in(const std::string& sources) {
  static const std::regex kInclude(R"re(#include "(\d\d_\w+/[a-z]_\w+)/)re");
  std::set<std::string> folders;
  for (std::sregex_iterator it(sources.begin(), sources.end(), kInclude), end;
       it != end; ++it) {
    folders.insert((*it)[1].str());
  }
  return folders;
}

// True if yours is worth measuring: a wrong answer is fast for free.
bool is_accepted(const Workspace& workspace, const std::string& folder,
                 ProgressLine& line, std::vector<std::string>& notes) {
  const Exercise exercise = read_exercise(workspace, folder);
  line.show(exercise.label() + ": judging your answer");
  const Verdict verdict = Judge(workspace, exercise).judge_yours();
  line.show("");
  if (verdict.kind == Kind::accepted) return true;
  notes.push_back(fmt::format("Yours is not measured: {} is not accepted ({}).",
                              exercise.label(), name_of(verdict.kind)));
  fmt::print("{}\n", notes.back());
  return false;
}

std::string run_program(const std::string& program,
                        const std::vector<std::string>& arguments) {
  ProcessOptions options;
  options.command = {program};
  options.command.insert(options.command.end(), arguments.begin(),
                         arguments.end());
  options.budget = std::chrono::minutes(15);
  const ProcessResult result = run(options);
  if (result.stopped) throw Stopped{};
  if (result.ok()) return result.output;
  throw UserError(exit_code::kBroken, {program + " did not end well", "",
                                       result.output, "./workbook doctor"});
}

std::string call_of(const BenchArguments& arguments) {
  std::string call = "./workbook bench " + arguments.lesson;
  if (!arguments.report.empty()) call += " --report " + arguments.report;
  if (!arguments.only.empty()) call += " --only " + arguments.only;
  if (!arguments.file.empty()) call += " --file " + arguments.file;
  if (arguments.runs != BenchArguments().runs) {
    call += fmt::format(" --runs {}", arguments.runs);
  }
  return call;
}

// WHY through links: the page replaces a file, and not the link to it.
fs::path place_of_page(const std::string& file) {
  return fs::weakly_canonical(fs::absolute(file));
}

// WHY before measuring: nobody should wait minutes for "no such folder".
void expect_place_for_page(const std::string& file) {
  if (file.empty()) return;
  const auto fail = [&](const std::string& why) {
    throw UserError(exit_code::kWrongCall,
                    {"cannot write " + file, "",
                     why + " The page with the charts goes there.",
                     "./workbook bench 07 --report bench.html"});
  };
  std::error_code error;
  const fs::path path = place_of_page(file);
  const fs::path folder = path.parent_path();
  if (!fs::is_directory(folder, error)) {
    fail(folder.string() + " is not a folder.");
  }
  if (fs::exists(path, error) && !fs::is_regular_file(path, error)) {
    fail("It is there, and is not a file.");
  }
  if (access(folder.c_str(), W_OK) != 0) {
    fail("No file can be made in " + folder.string() + ".");
  }
}

void expect_takes_files(const std::string& sources) {
  if (sources.find("\"--file") != std::string::npos) return;
  throw UserError(exit_code::kWrongCall,
                  {"this benchmark takes no file", "",
                   "It makes its own data. The one of lesson 15 takes MARC "
                   "records.",
                   "./workbook bench 15 --file records.mrc"});
}

}  // namespace

int bench_command(const BenchArguments& arguments) {
  const Workspace workspace = find_workspace();
  const Lesson lesson = find_lesson(workspace, arguments.lesson);
  expect_place_for_page(arguments.report);
  const fs::path source =
      workspace.root / "benchmarks" / lesson.folder / "bench.cpp";
  if (!fs::exists(source)) {
    throw UserError(
        exit_code::kWrongCall,
        {fmt::format("lesson {} has no benchmark", lesson.number), "",
         "Not every pattern has a question of cost.", "ls benchmarks"});
  }
  const std::string label = "benchmark " + lesson.number;
  const std::string target = "bench_" + lesson.folder;
  need_benchmark_packages(workspace);
  if (lesson.number == "22") need_capstone_packages(workspace);

  BenchPage page = {.number = lesson.number, .title = lesson.title};
  const std::string sources = sources_in(source.parent_path());
  BenchRequest request;
  request.number = lesson.number;
  request.repetitions = arguments.runs;
  request.only = arguments.only;
  if (!arguments.file.empty()) {
    expect_takes_files(sources);
    request.arguments = {"--file", fs::absolute(arguments.file).string()};
  }
  const auto exercises = exercises_in(sources);
  // A class may have its solutions taken out; naive and yours remain.
  if (exercises.empty() || fs::exists(workspace.solutions)) {
    request.programs.push_back(
        {build_release(workspace, target + ".solution", label).string(),
         BenchRole::solution});
  }
  ProgressLine line;
  bool yours = !exercises.empty();
  for (const std::string& folder : exercises) {
    yours = yours && is_accepted(workspace, folder, line, page.notes);
  }
  if (yours) {
    request.programs.push_back(
        {build_release(workspace, target + ".yours", label).string(),
         BenchRole::yours});
  }
  if (request.programs.empty()) {
    throw UserError(exit_code::kWrongCall,
                    {label + " has nothing to compare", "",
                     "solutions/ is not here, and yours is not accepted yet.",
                     "./workbook check " + number_of(*exercises.begin())});
  }
  // WHY the lock: a judge's threads beside ours would be measured too.
  const FileLock lock(real_threads_lock(), [&] {
    line.show(label + ": waiting for another run on real threads");
  });
  const auto progress = [&](int n, int of) {
    line.show(fmt::format("{}: run {} of {}, Ctrl-C stops it", label, n, of));
    if (n == of) line.show("");
  };
  page.facts = bench_facts(workspace, call_of(arguments));
  const BenchReport report = measure(request, &run_program, progress);
  if (report.rows().empty()) {
    throw UserError(
        exit_code::kWrongCall,
        {fmt::format("no row has \"{}\" in its name", arguments.only), "",
         "The first column of the table shows the names.",
         "./workbook bench " + lesson.number});
  }
  if (!arguments.report.empty()) {
    page.repetitions = request.repetitions;
    page.about = comment_at_the_head(read_file(source));
    write_file(place_of_page(arguments.report), bench_page(page, report));
  }
  const int code = tell(request, report, std::cout);
  if (!arguments.report.empty()) {
    fmt::print("\nWith charts: {}\n", arguments.report);
  }
  return code;
}

}  // namespace hb::runner
