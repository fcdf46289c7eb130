#include "runner/system/doctor_facts.hpp"

#include <gtest/gtest.h>

#include "runner/bench/release_build.hpp"
#include "runner/catalog/temporary_exercise.hpp"

namespace hb::runner {
namespace {

TEST(DoctorFacts, AreInColumns) {
  EXPECT_EQ(facts_text({{"disk", "10 MiB free"}, {"compiler", "g++"}}),
            "disk        10 MiB free\ncompiler    g++\n");
}

TEST(DoctorFacts, CallLittleSpaceAProblemWithAWayOn) {
  const Fact fact = space_fact(10 << 20);
  ASSERT_TRUE(fact.problem);
  EXPECT_EQ(fact.value, "10 MiB free");
  EXPECT_EQ(fact.problem->next, "df -h .");
  EXPECT_FALSE(space_fact(std::uintmax_t{8} << 30).problem);
}

TEST(DoctorFacts, CallOneProcessorNoProblem) {
  EXPECT_FALSE(processor_fact(1).problem);
  EXPECT_NE(processor_fact(1).value.find("fewer executions"),
            std::string::npos);
}

TEST(DoctorFacts, SayWhereNothingCanBeWritten) {
  const TemporaryExercise temporary;
  const Workspace workspace = temporary.workspace();
  EXPECT_FALSE(writable_fact(workspace, workspace.state).problem);
  // A file stands where the folder should be: this stops root too.
  write_file(workspace.root / "taken", "x");
  EXPECT_TRUE(writable_fact(workspace, workspace.root / "taken").problem);
}

TEST(DoctorFacts, NameTheCompilerThatIsNotThere) {
  const TemporaryExercise temporary;
  const Workspace workspace = temporary.workspace();
  write_file(workspace.build / "CMakeCache.txt",
             "CMAKE_CXX_COMPILER:FILEPATH=/nowhere/g++\n");
  const Fact fact = tool_facts(workspace).front();
  ASSERT_TRUE(fact.problem);
  EXPECT_NE(fact.problem->expected.find("/nowhere/g++"), std::string::npos);
}

TEST(CMakeCache, HasItsValuesBehindTheType) {
  const std::string cache = "# X:Y=no\nA:STRING=1\nAB:PATH=/a=b\n";
  EXPECT_EQ(cached_value(cache, "A"), "1");
  EXPECT_EQ(cached_value(cache, "AB"), "/a=b");
  EXPECT_EQ(cached_value(cache, "B"), "");
}

}  // namespace
}  // namespace hb::runner
