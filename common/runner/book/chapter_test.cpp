#include "runner/book/chapter.hpp"

#include <gtest/gtest.h>

#include "runner/catalog/temporary_exercise.hpp"
#include "runner/system/user_error.hpp"

namespace hb::runner {
namespace {

constexpr const char* kChapter =
    "---\ntitle: Channels\nlesson: 7\n---\n\n# 07\n\nProse.\n\n"
    "<<< ../code.cpp#part\n\n```text\n# no heading\n<<< no include\n```\n";
constexpr const char* kCode =
    "int a;\n// #region part\n  int b;\n    int c;\n// #endregion part\n";

class Page {
 public:
  Page(const std::string& chapter, const std::string& code) {
    write_file(root() / "book" / "page.md", chapter);
    write_file(root() / "code.cpp", code);
  }
  std::filesystem::path root() const { return temporary_.workspace().root; }
  std::string text(const Style& style = {}) const {
    return chapter_text(root() / "book" / "page.md", style);
  }

 private:
  TemporaryExercise temporary_;
};

TEST(Chapter, ShowsTheLinesOfARegion) {
  EXPECT_EQ(Page(kChapter, kCode).text(),
            "# 07\n\nProse.\n\n    code.cpp\n    int b;\n      int c;\n\n"
            "```text\n# no heading\n<<< no include\n```\n");
}

TEST(Chapter, HasBoldHeadingsOnATerminal) {
  EXPECT_TRUE(Page(kChapter, kCode)
                  .text({.colour = true, .links = false})
                  .starts_with("\x1b[1m# 07\x1b[0m\n"));
}

TEST(Chapter, WithoutItsRegionIsAnError) {
  EXPECT_THROW(Page(kChapter, "int a;\n").text(), UserError);
}

TEST(Chapter, HasATitleInItsFrontMatter) {
  EXPECT_EQ(chapter_title(kChapter), "Channels");
  EXPECT_EQ(chapter_title("title: none\n"), "");
}

}  // namespace
}  // namespace hb::runner
