#include "checker/litmus/write_cpp.hpp"

#include <gtest/gtest.h>

#include "checker/litmus/program_reader.hpp"

namespace hb::checker::litmus {
namespace {

Program program(const std::string& rest) {
  return parse_program(R"({"name":"p","mutexes":2,"queues":1,"executions":3,)" +
                       rest + "}");
}

std::string body_of(const std::string& rest) {
  const std::string unit = write_unit({program(rest)}, 4);
  const std::size_t begin = unit.find("// p\n");
  return unit.substr(begin, unit.find("}  // namespace program_0") - begin);
}

TEST(WriteCpp, IsOrdinaryCpp) {
  EXPECT_EQ(body_of(R"("locations":{"x":["at",-1],"d":["na",2]},"threads":[)"
                    R"([["LK",1],["W","d",5,"na"],["UL",1],["F","ar"]],)"
                    R"([["C","r0","x",-1,3,"ar","acq"],)"
                    R"(["IF","r0",1,[["IF","r0",1,[["X","r1","x",4,"sc"]]],)"
                    R"(["R","r2","d","na"]]],["A","r1","x",0,"rlx"]]],)"
                    R"("allowed":[{"1:r0":1,"d":5,"e1r0":-1,"x":4}])"),
            R"(// p
namespace program_0 {
std::atomic<int> at_x{-1};
int at_d{2};
std::mutex mutex1;
int r1_0 = 99;
int e1_0 = 99;
int r1_1 = 99;
int r1_2 = 99;
void run0() {
  mutex1.lock();
  at_d = 5;
  mutex1.unlock();
  std::atomic_thread_fence(std::memory_order_acq_rel);
}
void run1() {
  e1_0 = -1;
  r1_0 = at_x.compare_exchange_strong(e1_0, 3, std::memory_order_acq_rel, std::memory_order_acquire);
  if (r1_0 == 1) {
    if (r1_0 == 1) {
      r1_1 = at_x.exchange(4, std::memory_order_seq_cst);
    }
    r1_2 = at_d;
  }
  r1_1 = at_x.fetch_add(nothing, std::memory_order_relaxed);
}
void body(hb::Outcomes& outcomes) {
  std::thread thread0(run0);
  std::thread thread1(run1);
  thread0.join();
  thread1.join();
  outcomes.record({r1_0, at_d, e1_0, at_x.load(std::memory_order_relaxed)});
}
)");
}

TEST(WriteCpp, HandsTheAnswerOver) {
  const std::string unit =
      write_unit({program(R"("threads":[[["R",0,"x","sc"]]],"deadlock":true,)"
                          R"("allowed":[{"0:r0":0,"x":0}])")},
                 4);
  EXPECT_NE(unit.find("kOutcomes0[] = {\n    0, 0,\n};"), std::string::npos);
  EXPECT_NE(unit.find(R"({"p", program_0::body, kOutcomes0, 1, 2, 3, true},)"),
            std::string::npos);
  EXPECT_NE(write_unit_list(2).find("return {kUnit0, kUnit1};"),
            std::string::npos);
}

TEST(WriteCpp, LeavesOutWhatHasNoMeaningInCpp) {
  EXPECT_FALSE(has_cpp(program(R"("threads":[[]],"race":true)")));
  EXPECT_FALSE(has_cpp(program(R"("threads":[[["ONE",0]]])")));
  EXPECT_FALSE(has_cpp(program(R"("threads":[[]])")));  // it has a queue
  EXPECT_TRUE(
      has_cpp(parse_program(R"({"name":"p","threads":[[]],"executions":1})")));
}

}  // namespace
}  // namespace hb::checker::litmus
