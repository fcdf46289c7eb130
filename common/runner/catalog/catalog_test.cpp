#include "runner/catalog/catalog.hpp"

#include <gtest/gtest.h>

#include "runner/catalog/temporary_exercise.hpp"

namespace hb::runner {
namespace {

UserError error_of(const Catalog& catalog, const std::string& name) {
  try {
    catalog.find(name);
  } catch (const UserError& error) {
    return error;
  }
  ADD_FAILURE() << "found " << name;
  return {0, {}};
}

TEST(Catalog, FindsByNumberIdFolderAndName) {
  const TemporaryExercise temporary;
  const Catalog catalog = read_catalog(temporary.workspace());
  for (const char* name :
       {"07a", "channels.close", "07_channels/a_close", "close"}) {
    EXPECT_EQ(catalog.find(name).id, "channels.close") << name;
  }
}

TEST(Catalog, SuggestsTheLessonsOtherExercises) {
  const TemporaryExercise temporary;
  const UserError error = error_of(read_catalog(temporary.workspace()), "07e");
  EXPECT_EQ(error.code, exit_code::kWrongCall);
  EXPECT_EQ(error.text.what, "no exercise \"07e\"");
  EXPECT_EQ(error.text.expected, "Lesson 07 has 07a close.");
  EXPECT_EQ(error.text.next, "./workbook check 07a");
}

TEST(Catalog, SuggestsANearName) {
  const TemporaryExercise temporary;
  EXPECT_EQ(error_of(read_catalog(temporary.workspace()), "cloze").text.next,
            "./workbook check 07a");
}

TEST(Catalog, KeepsTheOthersWhenOneIsBroken) {
  const TemporaryExercise temporary;
  write_file(temporary.workspace().exercises / "08_more/a_one/exercise.toml",
             "id = 1\n");
  const Catalog catalog = read_catalog(temporary.workspace());
  EXPECT_EQ(catalog.exercises.size(), 1u);
  EXPECT_EQ(catalog.broken.size(), 1u);
  EXPECT_EQ(catalog.find("07a").number, "07a");
  EXPECT_EQ(error_of(catalog, "08a").text.what, "a key has the wrong type");
}

TEST(Catalog, RefusesTwoExercisesWithOneId) {
  const TemporaryExercise temporary;
  write_file(temporary.workspace().exercises / "08_more/a_one/exercise.toml",
             TemporaryExercise::kToml);
  const Catalog catalog = read_catalog(temporary.workspace());
  ASSERT_EQ(catalog.broken.size(), 1u);
  EXPECT_EQ(catalog.broken.front().error.text.what,
            "two exercises have the id \"channels.close\"");
}

TEST(Catalog, IgnoresFoldersThatAreNotNumbered) {
  const TemporaryExercise temporary;
  write_file(temporary.workspace().exercises / "notes/a_one/x", "x");
  write_file(temporary.workspace().exercises / "07_channels/notes/x", "x");
  EXPECT_EQ(read_catalog(temporary.workspace()).exercises.size(), 1u);
}

}  // namespace
}  // namespace hb::runner
