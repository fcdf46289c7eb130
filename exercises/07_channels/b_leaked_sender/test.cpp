// Tests of 07b. A job is a function of its sender; `take` runs on the thread
// that calls collect(), so what it changes needs no lock.

#include "07_channels/b_leaked_sender/collect.hpp"

#include <gtest/gtest.h>

#include "checker/explore.hpp"

namespace {

using hb::collect;
using hb::explore;
using hb::Sender;

TEST(LeakedSender, PassesOnTheResultOfEveryJob) {
  explore([] {
    int sum = 0;
    collect({[](const Sender& sender) { sender.send(1); },
             [](const Sender& sender) { sender.send(2); }},
            [&](int result) { sum += result; });

    EXPECT_EQ(sum, 3);
  });  // a collect() that never returns hangs the test
}

TEST(LeakedSender, PassesOnSeveralResultsOfOneJobInOrder) {
  explore([] {
    std::vector<int> results;
    collect({[](const Sender& sender) {
              sender.send(1);
              sender.send(2);
            }},
            [&](int result) { results.push_back(result); });

    EXPECT_EQ(results, (std::vector<int>{1, 2}));
  });
}

TEST(LeakedSender, ReturnsWhenAJobSendsNothing) {
  explore([] {
    int sum = 0;
    collect(
        {[](const Sender& sender) { sender.send(1); }, [](const Sender&) {}},
        [&](int result) { sum += result; });

    EXPECT_EQ(sum, 1);
  });
}

TEST(LeakedSender, ReturnsWhenThereIsNoJob) {
  explore(
      [] { collect({}, [](int) { ADD_FAILURE() << "a result of no job"; }); });
}

TEST(LeakedSender, TakesAResultWhileAJobStillWorks) {
  explore(
      [] {
        const auto job = [](const Sender& sender) {
          const hb::Region works("job");
          sender.send(1);
        };
        const auto take = [](int) { const hb::Region takes("take"); };
        collect({job}, take);
      },
      {.can_overlap = {{"take", "job"}}});
}

TEST(LeakedSender, LetsTwoJobsWorkAtTheSameTime) {
  explore(
      [] {
        const auto job = [](const Sender&) { const hb::Region works("job"); };
        collect({job, job}, [](int) {});
      },
      {.can_overlap = {{"job", "job"}}});
}

}  // namespace
