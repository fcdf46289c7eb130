#include "checker/report/replay_code.hpp"

#include <gtest/gtest.h>

#include <random>

#include "checker/report/fixtures/executions.hpp"

namespace hb::checker {
namespace {

constexpr std::uint64_t kProgram = 0x1234'5678'9abc'def0;

std::vector<ReplayStep> round_trip(const std::vector<ReplayStep>& steps) {
  const DecodedReplay decoded =
      decode_replay(encode_replay(steps, kProgram), kProgram);
  EXPECT_EQ(decoded.refusal, "");
  return decoded.steps;
}

TEST(ReplayCode, GivesBackWhatWasEncoded) {
  EXPECT_EQ(round_trip({}), std::vector<ReplayStep>{});
  const std::vector<ReplayStep> steps = {
      {0, 0, -1, -1}, {0, 0, -1, -1}, {1, 2, -1, -1}, {1, 0, 0, -1},
      {2, 0, -1, 3},  {0, 0, 17, -1}, {0, 1, 5, 255}};
  EXPECT_EQ(round_trip(steps), steps);
}

TEST(ReplayCode, GivesBackRandomSteps) {
  std::mt19937 random(7);
  for (int round = 0; round < 200; ++round) {
    std::vector<ReplayStep> steps(random() % 60);
    for (ReplayStep& step : steps) {
      step.thread = static_cast<std::int8_t>(random() % 4);
      if (random() % 5 == 0) {
        step.choice = static_cast<std::uint8_t>(random() % 3);
      }
      if (random() % 5 == 0) {
        step.source = static_cast<std::int16_t>(random() % 9);
      }
      if (random() % 9 == 0) {
        step.position = static_cast<std::int16_t>(random() % 9);
      }
    }
    ASSERT_EQ(round_trip(steps), steps);
  }
}

TEST(ReplayCode, IsShort) {
  const RelaxedRing ring;
  EXPECT_LE(replay_code_of(ring.execution()).size(), 20u);
}

TEST(ReplayCode, HoldsOnlyWhatIsNotTheDefault) {
  const RelaxedRing ring;
  for (const ReplayStep& step : replay_steps_of(ring.execution())) {
    EXPECT_EQ(step.source, ReplayStep::kNewest);
    EXPECT_EQ(step.position, ReplayStep::kNewest);
    EXPECT_EQ(step.choice, 0);
  }
  const BothEnter both;
  const auto steps = replay_steps_of(both.builder.execution);
  EXPECT_EQ(steps.back().source, 0) << "the last load reads the initial value";
}

TEST(ReplayCode, CountsTheHalvesOfAnUpdateOnce) {
  ExecutionBuilder builder;
  const int count = builder.add_location(0x100);
  builder.update(0, Operation::fetch_add, count, 3, 1);
  builder.update(0, Operation::fetch_add, count, 3, 1);
  EXPECT_EQ(replay_steps_of(builder.execution).size(), 2u);
}

TEST(ReplayCode, DoesNotDependOnAddressesAndLines) {
  RelaxedRing ring;
  const std::string before = replay_code_of(ring.execution());
  for (auto& recorded : ring.builder.execution.events) {
    recorded.event.site = reinterpret_cast<const void*>(0x77);
    recorded.stack = FakeSymbols::stack_at(99);
  }
  for (auto& location : ring.builder.execution.locations) {
    location.address += 0x1000;
  }
  EXPECT_EQ(replay_code_of(ring.execution()), before);
}

TEST(ReplayCode, OfAnotherProgramIsRefused) {
  const std::string code = encode_replay({{1, 0, -1, -1}}, kProgram);
  const DecodedReplay decoded = decode_replay(code, kProgram + 1);
  EXPECT_TRUE(decoded.steps.empty());
  EXPECT_NE(decoded.refusal.find("of another program"), std::string::npos);
}

TEST(ReplayCode, ThatIsDamagedIsRefused) {
  const std::string code =
      encode_replay({{1, 0, -1, -1}, {0, 0, 4, -1}}, kProgram);
  int refused = 0;
  for (std::size_t i = 4; i < code.size(); ++i) {
    std::string damaged = code;
    damaged[i] = damaged[i] == '7' ? '8' : '7';
    if (!decode_replay(damaged, kProgram).refusal.empty()) ++refused;
    std::string shorter = code;
    shorter.erase(i, 1);
    EXPECT_NE(decode_replay(shorter, kProgram).refusal, "") << shorter;
  }
  EXPECT_EQ(refused, static_cast<int>(code.size()) - 4);
  EXPECT_NE(decode_replay("cw1:!!", kProgram).refusal.find("damaged"),
            std::string::npos);
}

TEST(ReplayCode, OfAnotherVersionIsRefused) {
  EXPECT_NE(decode_replay("cw2:00004mkd83b", kProgram)
                .refusal.find("of another version (cw2)"),
            std::string::npos);
  EXPECT_NE(decode_replay("hello", kProgram).refusal.find("no replay code"),
            std::string::npos);
}

TEST(ReplayCode, IsReadAsPeopleTypeIt) {
  const std::vector<ReplayStep> steps = {{1, 0, -1, -1}, {0, 3, 4, -1}};
  std::string code = encode_replay(steps, kProgram);
  for (char& c : code) c = static_cast<char>(std::toupper(c));
  EXPECT_EQ(decode_replay(" " + code + "\n", kProgram).steps, steps);
}

TEST(ReplayCode, OfNonsenseNeverCrashes) {
  std::mt19937 random(11);
  for (int round = 0; round < 2000; ++round) {
    std::string code = "cw1:";
    for (std::size_t i = 0; i < random() % 40; ++i) {
      code += "0123456789abcdefghjkmnpqrstvwxyz"[random() % 32];
    }
    decode_replay(code, kProgram);
  }
}

}  // namespace
}  // namespace hb::checker
