#include "checker/report/thread_names.hpp"

#include <gtest/gtest.h>

#include "checker/report/fixtures/execution_builder.hpp"

namespace hb::checker {
namespace {

TEST(ThreadNames, AreThoseOfTheSource) {
  EXPECT_EQ(thread_role_in("std::jthread producer([&] { push(); });"),
            "producer");
  EXPECT_EQ(thread_role_in("  std::thread reader{consume, &queue};"), "reader");
  EXPECT_EQ(thread_role_in("auto answer = std::async(std::launch::async, f);"),
            "answer");
  EXPECT_EQ(thread_role_in("writer = std::thread([] {});"), "writer");
  EXPECT_EQ(thread_role_in("  threads.emplace_back(consume, &queue);"),
            "consume");
  EXPECT_EQ(thread_role_in("  workers_.emplace_back([this] { run(); });"),
            "worker");
  EXPECT_EQ(thread_role_in("  threads.emplace_back([] {});"), "");
  EXPECT_EQ(thread_role_in("  std::thread([] {}).detach();"), "");
  EXPECT_EQ(thread_role_in("  Heater() : worker_([this] { heat(); }) {}"),
            "worker");
}

TEST(ThreadNames, AreAllDifferent) {
  FakeSymbols symbols;
  symbols.lines = {{3, "    workers.emplace_back([&] { run(); });"},
                   {5, "    std::thread([&] { run(); }).join();"},
                   {7, "    std::jthread logger("},
                   {8, "        [&] { log(); });"}};
  ExecutionBuilder builder;
  builder.start(0, 3);
  builder.start(0, 3);
  builder.start(0, 5);
  builder.start(0, 8);
  EXPECT_EQ(thread_names(builder.execution, symbols),
            (std::vector<std::string>{"main", "worker 1", "worker 2", "T3",
                                      "logger"}));
}

TEST(ThreadNames, StandWhereTheThreadsFunctionBegins) {
  FakeSymbols symbols;
  symbols.lines = {{3, "    std::jthread postman([&] {"},
                   {4, "      box.store(1);"},
                   {5, "      if (full) { box.store(2); }"},
                   {6, "    });"}};
  ExecutionBuilder builder;
  builder.start(0, 6);
  EXPECT_EQ(thread_names(builder.execution, symbols)[1], "postman");
}

TEST(ThreadNames, GiveWayToTheTestsOwn) {
  ExecutionBuilder builder;
  builder.start(0, 3);
  builder.execution.threads[1].name = "painter";
  EXPECT_EQ(thread_names(builder.execution, FakeSymbols())[1], "painter");
}

}  // namespace
}  // namespace hb::checker
