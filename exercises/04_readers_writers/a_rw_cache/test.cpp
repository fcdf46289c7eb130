// Tests of 04a. Drawing a page is a function of the test: it looks at the cover
// for as long as the cache lets it.

#include "04_readers_writers/a_rw_cache/cover_cache.hpp"

#include <gtest/gtest.h>

#include <string>
#include <thread>

#include "checker/explore.hpp"

namespace {

using hb::CoverCache;
using hb::explore;
using hb::Region;

TEST(RwCache, ShowsTheLatestCoverUntilItIsDropped) {
  explore([] {
    CoverCache cache;
    std::string seen;
    const auto draw = [&](const std::string& cover) { seen = cover; };
    EXPECT_FALSE(cache.look(1, draw));
    cache.put(1, "red");
    cache.put(1, "blue");
    EXPECT_TRUE(cache.look(1, draw));
    EXPECT_EQ(seen, "blue");

    cache.drop(1);
    EXPECT_FALSE(cache.look(1, draw));
    EXPECT_EQ(cache.hits(), 1);
  });
}

TEST(RwCache, TwoPagesCanShowOneCoverAtTheSameTime) {
  explore(
      [] {
        CoverCache cache;
        cache.put(1, "red");
        const auto draw = [](const std::string&) { Region region("draw"); };
        std::jthread other([&] { cache.look(1, draw); });
        cache.look(1, draw);
      },
      {.can_overlap = {{"draw", "draw"}}});
}

TEST(RwCache, CountsEveryHit) {
  explore([] {
    CoverCache cache;
    cache.put(1, "red");
    std::jthread other([&] { cache.look(1, [](const std::string&) {}); });
    cache.look(1, [](const std::string&) {});
    cache.look(2, [](const std::string&) {});

    other.join();
    EXPECT_EQ(cache.hits(), 2);
  });
}

TEST(RwCache, MayBeAskedForItsHitsWhileSomebodyLooks) {
  explore([] {
    CoverCache cache;
    cache.put(1, "red");
    std::jthread other([&] { cache.look(1, [](const std::string&) {}); });
    cache.hits();
  });
}

TEST(RwCache, ACoverDoesNotChangeWhileSomebodyLooksAtIt) {
  explore([] {
    CoverCache cache;
    cache.put(1, "red");
    std::jthread editor([&] { cache.put(1, "sky"); });
    cache.look(1, [](const std::string& cover) {
      EXPECT_TRUE(cover == "red" || cover == "sky");
    });
  });
}

TEST(RwCache, ACoverDoesNotGoAwayWhileSomebodyLooksAtIt) {
  explore([] {
    CoverCache cache;
    cache.put(1, "red");
    std::jthread editor([&] { cache.drop(1); });
    cache.look(1, [](const std::string& cover) { EXPECT_EQ(cover, "red"); });
  });
}

TEST(RwCache, TakesCoversFromTwoEditors) {
  explore([] {
    CoverCache cache;
    std::jthread other([&] { cache.put(1, "red"); });
    cache.put(2, "sky");

    other.join();
    EXPECT_TRUE(cache.look(1, [](const std::string&) {}));
    EXPECT_TRUE(cache.look(2, [](const std::string&) {}));
  });
}

TEST(RwCache, TwoEditorsMayDropOneCover) {
  explore([] {
    CoverCache cache;
    cache.put(1, "red");
    std::jthread other([&] { cache.drop(1); });
    cache.drop(1);
    EXPECT_FALSE(cache.look(1, [](const std::string&) {}));
  });
}

}  // namespace
