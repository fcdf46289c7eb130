#include "checker/litmus/interpreter.hpp"

#include <gtest/gtest.h>

#include "checker/litmus/judge.hpp"
#include "checker/litmus/program_reader.hpp"

namespace hb::checker::litmus {
namespace {

Program program(const std::string& threads) {
  return parse_program(
      R"({"name":"p","locations":{"x":["at",0],"y":["at",-2],"d":["na",7]},)"
      R"("mutexes":1,"queues":1,"threads":)" +
      threads + R"(,"executions":0})");
}

TEST(LitmusSource, AsksForAtomicOperationsOnly) {
  const Program p = program(
      R"([[["W","d",1,"na"],["R","r0","d","na"],["W","x",5,"rel"]],[]])");
  LitmusSource source(p);
  source.start();
  EXPECT_EQ(source.thread_count(), 2);
  ASSERT_NE(source.request(0), nullptr);
  EXPECT_EQ(source.request(0)->kind, EventKind::write);
  EXPECT_EQ(source.request(0)->operand, 5u);
  EXPECT_EQ(source.request(0)->order, Order::release);
  EXPECT_EQ(source.request(1), nullptr);
  source.resume(0, 0, 0);
  EXPECT_EQ(source.request(0), nullptr);
}

TEST(LitmusSource, BranchesOnWhatItReads) {
  const Program p = program(
      R"([[["R","r0","x","rlx"],["IF","r0",1,[["F","sc"]]],["F","acq"]]])");
  for (const int value : {0, 1}) {
    LitmusSource source(p);
    source.start();
    source.resume(0, std::uint64_t(value), std::uint64_t(value));
    EXPECT_EQ(source.request(0)->order,
              value == 1 ? Order::seq_cst : Order::acquire);
  }
}

TEST(LitmusSource, HashesWhereAThreadIsAndWhatItHolds) {
  const Program p = program(R"([[["R","r0","x","sc"],["R","r1","x","sc"]]])");
  LitmusSource source(p);
  source.start();
  const std::uint64_t at_start = source.state_hash(0);
  source.resume(0, 1, 1);
  const std::uint64_t with_one = source.state_hash(0);
  source.start();
  EXPECT_EQ(source.state_hash(0), at_start);
  source.resume(0, 2, 2);
  EXPECT_NE(with_one, at_start);
  EXPECT_NE(source.state_hash(0), with_one);
}

TEST(LitmusSource, ValuesAreThoseOfAnInt) {
  const Finding finding = explore_program(program(
      R"([[["A","r0","y",2147483647,"sc"],["C","r1","y",3,4,"sc","sc"]]])"));
  const Outcome expected = {{"0:r0", -2},         {"0:r1", 0},
                            {"e0r1", 2147483645}, {"x", 0},
                            {"y", 2147483645},    {"d", 7}};
  EXPECT_EQ(finding.outcomes, std::set<Outcome>{expected});
}

bool races(const std::string& threads) {
  return explore_program(program(threads)).race;
}

TEST(LitmusSource, TwoUnorderedAccessesRaceIfOneWrites) {
  EXPECT_TRUE(races(R"([[["W","d",1,"na"]],[["W","d",2,"na"]]])"));
  EXPECT_TRUE(races(R"([[["W","d",1,"na"]],[["R","r0","d","na"]]])"));
  EXPECT_TRUE(races(R"([[["R","r0","d","na"]],[["W","d",1,"na"]]])"));
  EXPECT_FALSE(races(R"([[["R","r0","d","na"]],[["R","r0","d","na"]]])"));
  EXPECT_FALSE(races(R"([[["W","d",1,"na"],["R","r0","d","na"]]])"));
}

std::string message(const char* before, const char* write, const char* after,
                    const char* read) {
  return std::string(R"([[)") + before + R"(["W","x",1,")" + write + R"("])" +
         after + R"(],[["R","r0","x",")" + read +
         R"("],["IF","r0",1,[["R","r1","d","na"]]]]])";
}

TEST(LitmusSource, ReleaseAndAcquireOrderPlainAccesses) {
  const char* data = R"(["W","d",1,"na"],)";
  EXPECT_FALSE(races(message(data, "rel", "", "acq")));
  EXPECT_TRUE(races(message(data, "rlx", "", "acq")));
  EXPECT_TRUE(races(message(data, "rel", "", "rlx")));
}

TEST(LitmusSource, AnAccessAfterTheReleaseIsNotOrdered) {
  EXPECT_TRUE(races(message("", "rel", R"(,["W","d",1,"na"])", "acq")));
  // Nor between a release fence and the store that follows it.
  EXPECT_TRUE(
      races(message(R"(["F","rel"],["W","d",1,"na"],)", "rlx", "", "acq")));
  EXPECT_FALSE(
      races(message(R"(["W","d",1,"na"],["F","rel"],)", "rlx", "", "acq")));
}

TEST(LitmusSource, AMutexOrdersWhatItGuards) {
  const std::string guarded = R"([["LK",0],["W","d",1,"na"],["UL",0]])";
  const std::string late = R"([["LK",0],["UL",0],["W","d",1,"na"]])";
  EXPECT_FALSE(races("[" + guarded + "," + guarded + "]"));
  EXPECT_TRUE(races("[" + guarded + "," + late + "]"));
}

TEST(LitmusSource, AnUnlockByAStrangerIsWrong) {
  const Finding finding =
      explore_program(program(R"([[["LK",0]],[["UL",0]]])"));
  ASSERT_TRUE(finding.other_failure);
  EXPECT_EQ(finding.other_failure->kind, Kind::wrong_unlock);
}

TEST(LitmusSource, ANotificationBeforeTheWaitIsLost) {
  EXPECT_TRUE(
      explore_program(program(R"([[["ENTER",0],["SLEEP",0]],[["ONE",0]]])"))
          .deadlock);
  EXPECT_FALSE(
      explore_program(program(R"([[["ENTER",0],["ONE",0],["SLEEP",0]]])"))
          .deadlock);
}

}  // namespace
}  // namespace hb::checker::litmus
