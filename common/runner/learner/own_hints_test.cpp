#include "runner/learner/own_hints.hpp"

#include <gtest/gtest.h>

namespace hb::runner {
namespace {

Verdict rejected(Kind kind, const std::string& json) {
  Verdict verdict;
  verdict.kind = kind;
  verdict.test = "WakesEveryWaitingReceiver";
  verdict.exploration.emplace();
  verdict.exploration->json = json;
  return verdict;
}

constexpr const char* kRace = R"({"steps":[
  {"thread":"main","file":"a/channel.hpp","line":50,"what":"start first"},
  {"thread":"main","file":"a/channel.hpp","line":53,"what":"write closed_",
   "racing":true},
  {"thread":"first","file":"a/channel.hpp","line":38,"what":"read closed_",
   "racing":true}],
  "fix":{"found":true,"file":"a/channel.hpp","line":53,
         "from":"relaxed","to":"release"}})";

TEST(OwnHints, NameTheLinesOfTheRaceAndTheMissingEdge) {
  const auto hint = hint_of_place(rejected(Kind::race, kRace));
  ASSERT_TRUE(hint);
  EXPECT_NE(hint->find("main  channel.hpp:53  write closed_\n"), hint->npos);
  EXPECT_NE(hint->find("first  channel.hpp:38  read closed_\n"), hint->npos);
  EXPECT_EQ(hint->find("start first"), hint->npos);
  EXPECT_NE(hint->find("Which edge could order these lines"), hint->npos);
}

TEST(OwnHints, NameWhereEachThreadEndedIfNothingIsMarked) {
  const auto hint = hint_of_place(rejected(Kind::deadlock, R"({"steps":[
    {"thread":"main","file":"a.hpp","line":1,"what":"lock a"},
    {"thread":"other","file":"a.hpp","line":2,"what":"wait on b"},
    {"thread":"main","file":"a.hpp","line":3,"what":"join other"}]})"));
  ASSERT_TRUE(hint);
  EXPECT_EQ(hint->find("lock a"), hint->npos);
  EXPECT_LT(hint->find("a.hpp:2"), hint->find("a.hpp:3"));
}

TEST(OwnHints, NameTheOneOrderThatHelps) {
  const auto hint = hint_of_fix(rejected(Kind::race, kRace));
  ASSERT_TRUE(hint);
  EXPECT_NE(hint->find("with release in place of relaxed at"), hint->npos);
}

TEST(OwnHints, NeedAnExecutionThatTheCheckerShows) {
  EXPECT_FALSE(hint_of_place(Verdict{}));
  EXPECT_FALSE(hint_of_place(rejected(Kind::race, "not JSON")));
  EXPECT_FALSE(hint_of_fix(rejected(Kind::race, R"({"fix":{"found":false}})")));
}

}  // namespace
}  // namespace hb::runner
