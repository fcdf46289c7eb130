#include "runner/book/book_runs.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "runner/book/check_book.hpp"
#include "runner/catalog/temporary_exercise.hpp"

namespace hb::runner {
namespace {

TEST(StoredRuns, DifferInTheirReplayCodes) {
  EXPECT_EQ(without_code("race\n  try: ./workbook replay 07a cw1:a1b2\n"),
            without_code("race\n  try: ./workbook replay 07a cw1:c3\n"));
}

TEST(StoredRuns, DoNotDifferInAnythingElse) {
  EXPECT_NE(without_code("$ command\n  a.hpp:1\n"),
            without_code("$ command\n  a.hpp:2\n"));
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
  const std::string head = "<!-- run: runs/a.txt, first 1 lines -->\n";
  EXPECT_EQ(complaints(head + "```text\n$ command\n```\n"), "");
  EXPECT_NE(complaints(head + "```text\n$ command\nrace\n```\n"), "");
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
    const std::string made = make_run(workspace, run);
    if (store) {
      write_file(file, made);
      continue;
    }
    EXPECT_EQ(without_code(made), without_code(read_file(file)))
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
