#include "runner/catalog/new_exercise.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "runner/catalog/answers.hpp"
#include "runner/catalog/temporary_exercise.hpp"
#include "runner/system/user_error.hpp"

namespace hb::runner {
namespace {

namespace fs = std::filesystem;

// A workbook with lesson 07, exercise 07a and the real templates.
class Workbook {
 public:
  Workbook() {
    const fs::path templates = "common/runner/catalog/templates";
    fs::create_directories(workspace().root / templates.parent_path());
    fs::copy(find_workspace().root / templates, workspace().root / templates);
    write_file(workspace().root / "lessons/curriculum.tsv",
               "07_channels\tMessages\tChannels\n");
  }
  Workspace workspace() const { return temporary_.workspace(); }

  // The message of the refusal, or empty.
  std::string refusal(const std::string& topic, const std::string& name) const {
    try {
      write_new_exercise(workspace(), topic, name);
    } catch (const UserError& error) {
      EXPECT_EQ(error.code, exit_code::kWrongCall);
      return error.message();
    }
    return "";
  }

 private:
  TemporaryExercise temporary_;
};

TEST(Template, HasItsPlaceholdersFilled) {
  EXPECT_EQ(filled("a @ONE@ @TWO@@ONE@ b@c", {{"ONE", "1"}, {"TWO", "2"}}),
            "a 1 21 b@c");
}

TEST(Template, WithAnUnknownPlaceholderIsADefect) {
  EXPECT_THROW(filled("@THREE@", {{"ONE", "1"}}), std::logic_error);
}

TEST(Template, KnowsTheNamesOfAnExercise) {
  const auto values = template_values("07_channels", "e_two_step_send");
  EXPECT_EQ(values.at("NUMBER"), "07e");
  EXPECT_EQ(values.at("CLASS"), "TwoStepSend");
  EXPECT_EQ(values.at("TITLE"), "Two step send");
  EXPECT_EQ(values.at("ID"), "channels.two_step_send");
  EXPECT_EQ(values.at("FILE"), "two_step_send.hpp");
}

TEST(NewExercise, IsReadByTheCatalogWithItsAnswers) {
  const Workbook workbook;
  const auto files =
      write_new_exercise(workbook.workspace(), "07_channels", "b_gate");
  EXPECT_EQ(files.size(), 5u);
  const Catalog catalog = read_catalog(workbook.workspace());
  EXPECT_TRUE(catalog.broken.empty());
  const Answers answers =
      read_answers(workbook.workspace(), catalog.find("07b"));
  EXPECT_EQ(answers.answers.size(), 4u);
}

TEST(NewExercise, NeverOverwritesAnother) {
  const Workbook workbook;
  EXPECT_NE(workbook.refusal("07_channels", "a_close").find("07a is taken"),
            std::string::npos);
  EXPECT_NE(workbook.refusal("07_channels", "a_other")
                .find("try: ./workbook dev new 07_channels b_other"),
            std::string::npos);
}

TEST(NewExercise, NeedsALessonAndAName) {
  const Workbook workbook;
  EXPECT_NE(workbook.refusal("08_channels", "a_x"), "");
  EXPECT_NE(workbook.refusal("07_chanels", "b_x").find("07_channels"),
            std::string::npos);
  for (const char* name :
       {"", "b", "b_", "B_x", "b_X", "b_1", "bb_x", "b_x__y", "b_../x"}) {
    EXPECT_NE(workbook.refusal("07_channels", name), "") << name;
  }
}

}  // namespace
}  // namespace hb::runner
