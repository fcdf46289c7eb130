#include "runner/book/check_book.hpp"

#include <gtest/gtest.h>

#include "runner/catalog/temporary_exercise.hpp"

namespace hb::runner {
namespace {

constexpr const char* kCodeOfPage =
    "// #region one\nint a;\n// #endregion one\n"
    "// #region two\nint b;\n// #endregion two\n"
    "// #region open\nint c;\n// #endregion\n";

// A page of a book beside a file with two good regions.
class Book {
 public:
  explicit Book(const std::string& text) : page_(root() / "book/07_page.md") {
    write_file(page_, text);
    write_file(root() / "lessons/code.cpp", kCodeOfPage);
    write_file(root() / "lessons/curriculum.tsv",
               "07_page\tPart\tTitle\n08_later\tPart\tTitle\n");
  }
  std::filesystem::path root() const { return workspace().root; }
  Workspace workspace() const { return temporary_.workspace(); }
  std::string includes() const {
    return text_of(check_includes(workspace(), page_));
  }
  std::string links() const { return text_of(check_links(workspace(), page_)); }
  std::string chapter() const {
    return text_of(check_chapter(workspace(), page_));
  }

 private:
  TemporaryExercise temporary_;
  std::filesystem::path page_;
};

std::string words(int count) {
  std::string text = "---\ntitle: none of these words\n---\n";
  for (int i = 0; i < count; ++i) text += "word\n";
  return text;
}

TEST(CheckBook, AcceptsARegionWithBothEnds) {
  EXPECT_EQ(Book("<<< ../lessons/code.cpp#one\n").includes(), "");
}

TEST(CheckBook, AcceptsAWholeFile) {
  EXPECT_EQ(Book("<<< ../lessons/code.cpp\n").includes(), "");
}

TEST(CheckBook, NamesTheRegionsThatThereAre) {
  EXPECT_EQ(Book("\n<<< ../lessons/code.cpp#oen\n").includes(),
            "error: no region \"oen\" in lessons/code.cpp\n"
            "  --> book/07_page.md:2\n"
            "  Found 0 \"// #region oen\" and 0 \"// #endregion oen\"; there "
            "must be one of each.\n"
            "  try: one of its regions: one, two, open\n");
}

TEST(CheckBook, RefusesARegionWhoseEndHasNoName) {
  EXPECT_NE(Book("<<< ../lessons/code.cpp#open\n").includes().find("Found 1"),
            std::string::npos);
}

TEST(CheckBook, RefusesAFileThatIsNotThere) {
  EXPECT_NE(Book("<<< ../lessons/none.cpp\n")
                .includes()
                .find("error: no file lessons/none.cpp\n"),
            std::string::npos);
}

TEST(CheckBook, RefusesALinkToNothing) {
  EXPECT_NE(Book("See [it](08_later.md#x).\n")
                .links()
                .find("error: no file book/08_later.md\n"),
            std::string::npos);
}

TEST(CheckBook, LeavesOtherLinksAlone) {
  EXPECT_EQ(Book("[a](https://example.org/) [b](#here) [c](07_page.md)\n"
                 "`[](int x)`\n")
                .links(),
            "");
}

TEST(CheckBook, CountsTheWordsOfProse) {
  EXPECT_EQ(count_words("---\ntitle: T\n---\n# One two\n\n<<< ../a.cpp#b\n"
                        "| three | four |\n|---|---|\n```text\nno\n```\n"
                        "five - `six`\n"),
            4);
}

TEST(CheckBook, WantsFourHundredWordsAndAtMost1500) {
  EXPECT_NE(Book(words(399)).chapter(), "");
  EXPECT_EQ(Book(words(400)).chapter(), "");
  EXPECT_EQ(Book(words(1500)).chapter(), "");
  EXPECT_NE(Book(words(1501)).chapter(), "");
}

TEST(CheckBook, RefusesCppTypedIntoAChapter) {
  EXPECT_NE(Book(words(400) + "```cpp\nint x;\n```\n").chapter().find(":404\n"),
            std::string::npos);
}

TEST(CheckBook, MissesTheChapterOfALessonThatExists) {
  const Book book(words(400));
  write_file(book.root() / "lessons/08_later/main.cpp", "");
  EXPECT_EQ(text_of(check_book(book.workspace())),
            "error: no file book/08_later.md\n  Every lesson has a chapter.\n");
}

// The block of text that begins with the tree's first line.
std::string decision_tree(const std::string& file) {
  const std::string text = read_file(find_workspace().root / file);
  const auto begin = text.find("Is it too slow now");
  return begin == text.npos
             ? ""
             : text.substr(begin, text.find("```", begin) - begin);
}

TEST(Book, ShowsTheDecisionTreeOfTheReadme) {
  EXPECT_NE(decision_tree("README.md"), "");
  EXPECT_EQ(decision_tree("README.md"), decision_tree("book/00_start_here.md"));
}

TEST(Book, IsTrue) { EXPECT_EQ(text_of(check_book(find_workspace())), ""); }

}  // namespace
}  // namespace hb::runner
