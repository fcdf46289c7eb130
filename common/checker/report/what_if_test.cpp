#include "checker/report/what_if.hpp"

#include <gtest/gtest.h>

#include "checker/report/fixtures/executions.hpp"

namespace hb::checker {
namespace {

Recheck fails(const Site&, Order) { return {Recheck::Outcome::fails, 9}; }

TEST(WhatIf, AsksFirstWhereTheLinkIsBroken) {
  const RelaxedRing ring;
  const Story story(ring.execution(), ring.symbols);
  const auto sites = weak_sites(story);
  ASSERT_EQ(sites.size(), 3u);
  EXPECT_EQ(sites[0].place.line, 12);
  EXPECT_EQ(sites[0].kind, EventKind::write);
  EXPECT_EQ(sites[0].addresses.size(), 1u);
}

TEST(WhatIf, TakesTheWeakestOrderThatSuffices) {
  const RelaxedRing ring;
  const Story story(ring.execution(), ring.symbols);
  int asked = 0;
  const WhatIf found =
      find_fix(weak_sites(story), [&](const Site& site, Order) {
        ++asked;
        return Recheck{site.place.line == 12 ? Recheck::Outcome::passes
                                             : Recheck::Outcome::fails,
                       3};
      });
  ASSERT_TRUE(found.fix);
  EXPECT_EQ(found.fix->order, Order::release);
  EXPECT_EQ(asked, 1);
  EXPECT_EQ(fix_text(story, found),
            ":12 relaxed -> release: re-checked, all 3 executions pass");
}

TEST(WhatIf, SaysThatTheAlgorithmIsWrongIfNoOrderHelps) {
  const BothEnter both;
  const Story story(both.builder.execution, both.symbols);
  const WhatIf found = find_fix(weak_sites(story), &fails);
  EXPECT_FALSE(found.fix);
  EXPECT_TRUE(found.tried_all);
  EXPECT_EQ(fix_text(story, found),
            "no single order fixes this: the algorithm is wrong");
}

TEST(WhatIf, TriesTheStrongestOrderEverywhereAtOnce) {
  const BothEnter both;
  const Story story(both.builder.execution, both.symbols);
  const WhatIf found = find_fix(weak_sites(story), [](const Site& site,
                                                      Order order) {
    const bool all = site.addresses.size() == 4 && order == Order::seq_cst;
    return Recheck{all ? Recheck::Outcome::passes : Recheck::Outcome::fails, 3};
  });
  EXPECT_EQ(fix_text(story, found),
            "no single order fixes this, seq_cst in all 4 places does: "
            "re-checked, all 3 executions pass");
}

TEST(WhatIf, DoesNotClaimWhatWasNotCheckedToTheEnd) {
  const BothEnter both;
  const Story story(both.builder.execution, both.symbols);
  const WhatIf unknown =
      find_fix(weak_sites(story), [](const Site&, Order) { return Recheck{}; });
  EXPECT_NE(fix_text(story, unknown).find("no single order was found"),
            std::string::npos);
  const WhatIf stopped = find_fix(weak_sites(story), &fails, 1);
  EXPECT_EQ(stopped.tried, 1);
  EXPECT_FALSE(stopped.tried_all);
}

TEST(WhatIf, IsSilentWithoutAnythingToStrengthen) {
  const CrossedLocks locks;
  const Story story(locks.builder.execution, locks.symbols);
  EXPECT_TRUE(weak_sites(story).empty());
  EXPECT_EQ(fix_text(story, find_fix({}, &fails)), "");
}

TEST(WhatIf, IsOneSiteForOneLineHoweverOftenItWasCompiled) {
  RelaxedRing ring;
  auto& events = ring.builder.execution.events;
  const auto copy = events[std::size_t(
      ring.builder.load(1, 0, ExecutionBuilder::kNewest, Order::relaxed, 9))];
  events.back() = copy;
  events.back().event.site = reinterpret_cast<const void*>(0x99);
  const Story story(ring.execution(), ring.symbols);
  int with_two = 0;
  for (const Site& site : all_sites(story)) {
    if (site.addresses.size() == 2) ++with_two;
  }
  EXPECT_EQ(with_two, 1);
}

TEST(WhatIf, OffersOnlyOrdersThatAnOperationCanHave) {
  Site load;
  load.operation = Operation::load;
  EXPECT_EQ(stronger_orders(load),
            (std::vector<Order>{Order::acquire, Order::seq_cst}));
  Site store;
  store.kind = EventKind::write;
  store.operation = Operation::store;
  store.order = Order::release;
  EXPECT_EQ(stronger_orders(store), std::vector<Order>{Order::seq_cst});
  EXPECT_EQ(weaker_orders(store), std::vector<Order>{Order::relaxed});
  Site add;
  add.operation = Operation::fetch_add;
  add.order = Order::release;
  EXPECT_EQ(stronger_orders(add),
            (std::vector<Order>{Order::acq_rel, Order::seq_cst}));
}

TEST(WhatIf, FindsOrdersThatAreStrongerThanNeeded) {
  RelaxedRing ring;
  const Story story(ring.execution(), ring.symbols);
  const auto found =
      find_stronger_than_needed(all_sites(story), [](const Site&, Order) {
        return Recheck{Recheck::Outcome::passes, 7};
      });
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].site.place.line, 14);
  EXPECT_EQ(found[0].order, Order::relaxed);
  EXPECT_EQ(found[0].executions, 7);
}

}  // namespace
}  // namespace hb::checker
