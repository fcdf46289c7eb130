#include "runner/book/book_runs.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "runner/book/check_book.hpp"
#include "runner/catalog/temporary_exercise.hpp"

namespace hb::runner {
namespace {

// What several processes may show of one defect: real threads choose.
constexpr int kAttempts = 10;

TEST(StoredRuns, DifferInWhatIsLeftToChance) {
  EXPECT_EQ(without_chance("$ command\nfailure: t, run 12 on real threads\n"
                           "  T0 main  a.hpp:1  writes\n"
                           "  T1       a.hpp:2  reads\n"),
            without_chance("$ command\nfailure: t, run 1,234 on real threads\n"
                           "  T2    a.hpp:2  reads\n"
                           "  main  a.hpp:1  writes\n"));
}

TEST(StoredRuns, DoNotDifferInAnythingElse) {
  EXPECT_NE(without_chance("$ command\n  a.hpp:1\n"),
            without_chance("$ command\n  a.hpp:2\n"));
}

TEST(StoredRuns, AreShownAsTheyAre) {
  const TemporaryExercise temporary;
  const Workspace workspace = temporary.workspace();
  const auto page = workspace.root / "README.md";
  write_file(workspace.root / "book/runs/a.txt", "$ command\nrace\n");
  const auto complaints = [&](const std::string& text) {
    write_file(page, text);
    return text_of(check_shown_runs(workspace, page));
  };
  const std::string mark = "<!-- run: runs/a.txt -->\n";
  EXPECT_EQ(complaints("x\n" + mark + "```text\n$ command\nrace\n```\n"), "");
  EXPECT_NE(complaints(mark + "```\n$ command\nfailure\n```\n"), "");
  EXPECT_NE(complaints(mark + "prose\n"), "");
  EXPECT_NE(complaints("<!-- run: runs/b.txt -->\n```\n```\n"), "");
}

// Judges each answer again. WORKBOOK_STORE_RUNS=1 writes what it gets instead.
TEST(Book, ShowsRunsThatHappen) {
#ifdef __SANITIZE_ADDRESS__
  GTEST_SKIP() << "the judge is built without AddressSanitizer";
#endif
  const Workspace workspace = find_workspace();
  const bool store = std::getenv("WORKBOOK_STORE_RUNS") != nullptr;
  for (const StoredRun& run : read_runs(workspace)) {
    const auto file = workspace.root / "book/runs" / run.file;
    std::string made = make_run(workspace, run);
    if (store) {
      write_file(file, made);
      continue;
    }
    const std::string stored = without_chance(read_file(file));
    for (int n = 1; n < kAttempts && without_chance(made) != stored; ++n) {
      made = make_run(workspace, run);
    }
    EXPECT_EQ(without_chance(made), stored)
        << "book/runs/" << run.file << " is not what the judge says:\n"
        << made
        << "  try: WORKBOOK_STORE_RUNS=1 build/dev/bin/hb_runner_test "
           "--gtest_filter=Book.ShowsRunsThatHappen";
  }
}

TEST(Book, ShowsStoredRunsAsTheyAre) {
  const Workspace workspace = find_workspace();
  for (const auto& page : book_pages(workspace)) {
    EXPECT_EQ(text_of(check_shown_runs(workspace, page)), "");
  }
}

}  // namespace
}  // namespace hb::runner
