#include "checker/litmus/reader.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace hb::checker::litmus {
namespace {

std::vector<Program> read(const std::string& text) {
  std::istringstream input(text);
  return read_programs(input, "some.jsonl");
}

std::string error_of(const std::string& text) {
  try {
    read(text);
  } catch (const ReadError& error) {
    return error.what();
  }
  return "no error";
}

// A line with `threads` and otherwise nothing wrong.
std::string with_threads(const std::string& threads) {
  return R"({"name":"p","locations":{"x":["at",0],"d":["na",7]},"mutexes":1,)"
         R"("threads":)" +
         threads + R"(,"executions":1})";
}

TEST(LitmusReader, ReadsAProgramAndItsAnswer) {
  const Program program =
      read(R"({"name":"MP","locations":{"x":["na",3],"y":["at",0]},"threads":[)"
           R"([["W","x",1,"na"],["W","y",1,"rel"]],)"
           R"([["R","r0","y","acq"],["IF","r0",1,[["R","r1","x","na"]]]]],)"
           R"("allowed":[{"1:r0":0,"1:r1":99},{"1:r0":1,"1:r1":1}],)"
           R"("executions":2,"race":false})")[0];
  EXPECT_EQ(program.name, "MP");
  EXPECT_EQ(program.place, "some.jsonl:1");
  ASSERT_EQ(program.locations.size(), 2u);
  EXPECT_EQ(program.locations[0].sort, Sort::plain);
  EXPECT_EQ(program.locations[0].initial, 3);
  ASSERT_EQ(program.threads.size(), 2u);
  const auto& reader = program.threads[1];
  EXPECT_EQ(reader.registers, 2);
  ASSERT_EQ(reader.code.size(), 3u);
  EXPECT_EQ(reader.code[0].order, Order::acquire);
  EXPECT_EQ(reader.code[1].action, Action::branch);
  EXPECT_EQ(reader.code[1].skip, 1);
  EXPECT_EQ(program.allowed.size(), 2u);
  EXPECT_EQ(program.executions, 2);
  EXPECT_FALSE(program.race);
}

TEST(LitmusReader, TakesLocationsAsTheyComeInALockProgram) {
  const Program program = read(
      R"({"name":"L","mutexes":1,"threads":[[["LK",0],["W","x",1,"sc"],)"
      R"(["UL",0]],[["R",0,"y","rlx"]]],"executions":1,"deadlock":false})")[0];
  ASSERT_EQ(program.locations.size(), 3u);
  EXPECT_EQ(program.locations[0].sort, Sort::mutex);
  EXPECT_EQ(program.locations[1].name, "x");
  EXPECT_FALSE(program.states_outcomes);
}

TEST(LitmusReader, SkipsBlankLinesAndCountsThem) {
  const std::string program = with_threads(R"([[["R",0,"x","sc"]]])");
  const auto programs = read("\n" + program + "\r\n  \n" + program);
  ASSERT_EQ(programs.size(), 2u);
  EXPECT_EQ(programs[1].place, "some.jsonl:4");
}

TEST(LitmusReader, WritesALineThatReadsTheSame) {
  const std::string line = with_threads(
      R"([[["C","r0","x",0,2,"ar","acq"],["IF","r0",1,[["A","r1","x",1,"sc"],)"
      R"(["IF","r1",2,[["LK",0],["UL",0]]]]],["X","r2","x",5,"rlx"]],)"
      R"([["W","d",-4,"na"],["F","sc"]]])");
  const std::string written = to_json_line(read(line)[0]);
  EXPECT_EQ(to_json_line(read(written)[0]), written);
}

TEST(LitmusReader, SaysWhereAFileIsDamaged) {
  EXPECT_EQ(error_of(with_threads("[[]]") + "\n{\"name\":"),
            "some.jsonl:2: not JSON, at byte 9");
  EXPECT_EQ(error_of(""), "some.jsonl:1: holds no program");
  EXPECT_EQ(error_of("[]"), "some.jsonl:1: the line is not a JSON object");
  EXPECT_EQ(error_of("{\"name\":\"p\"}"),
            "some.jsonl:1: \"threads\" is missing");
  EXPECT_EQ(error_of(std::string("\0\xff\xfe", 3)),
            "some.jsonl:1: not JSON, at byte 1");
}

TEST(LitmusReader, SaysWhatIsWrongWithAnOperation) {
  const auto error = [](const std::string& operation) {
    return error_of(with_threads("[[" + operation + "]]"))
        .substr(std::string("some.jsonl:1: ").size());
  };
  EXPECT_EQ(error(R"(["Q",0])"), R"(not an operation: ["Q",0])");
  EXPECT_EQ(error(R"(["R",0,"x"])"),
            R"(wrong number of arguments: ["R",0,"x"])");
  EXPECT_EQ(error(R"(["R",0,"z","sc"])"), "location \"z\" does not exist");
  EXPECT_EQ(error(R"(["R","q0","x","sc"])"), "not a register: \"q0\"");
  EXPECT_EQ(error(R"(["R",64,"x","sc"])"), "the register is out of range: 64");
  EXPECT_EQ(error(R"(["R",0,"x","rel"])"), "a load cannot have the order rel");
  EXPECT_EQ(error(R"(["R",0,"x","seq"])"), "not a memory order: seq");
  EXPECT_EQ(error(R"(["R",0,"x","na"])"),
            "a plain access to the atomic location x");
  EXPECT_EQ(error(R"(["W","d",1,"sc"])"),
            "an atomic access to the plain location d");
  EXPECT_EQ(error(R"(["W","x",4294967296,"sc"])"),
            "the value is out of range: 4294967296");
  EXPECT_EQ(error(R"(["W","x",1.5,"sc"])"), "the value is not an integer: 1.5");
  EXPECT_EQ(error(R"(["W","mutex0",1,"sc"])"),
            "mutex0 is no value to load or store");
  EXPECT_EQ(error(R"(["LK",1])"), R"(mutex 1 does not exist: ["LK",1])");
  EXPECT_EQ(error(R"(["ONE",0])"), R"(queue 0 does not exist: ["ONE",0])");
}

TEST(LitmusReader, SaysWhatIsWrongWithAnAnswer) {
  const auto error = [](const std::string& answer) {
    return error_of(R"({"name":"p","threads":[[["R",0,"x","sc"]]],)" + answer +
                    "}")
        .substr(std::string("some.jsonl:1: ").size());
  };
  EXPECT_EQ(error(R"("executions":-1)"), "\"executions\" is out of range: -1");
  EXPECT_EQ(error(R"("race":false)"), "\"executions\" is missing");
  EXPECT_EQ(error(R"("executions":1,"race":1)"),
            "\"race\" is neither true nor false");
  EXPECT_EQ(error(R"("executions":1,"allowed":[{"0:r7":1}])"),
            "an outcome names what the program does not have: 0:r7");
  EXPECT_EQ(error(R"("executions":1,"allowed":[{"x":1},{"x":1}])"),
            R"(an outcome stands twice: {"x":1})");
  EXPECT_EQ(error(R"("executions":1,"allowed":[{"x":1},{"0:r0":1}])"),
            "two outcomes name different things");
}

TEST(LitmusReader, SaysThatAFileCannotBeRead) {
  EXPECT_THROW(read_programs("common/checker/no-such-file"), ReadError);
  EXPECT_THROW(read_programs("common/checker"), ReadError);
}

}  // namespace
}  // namespace hb::checker::litmus
