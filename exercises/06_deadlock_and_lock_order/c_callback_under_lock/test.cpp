// Tests of 06c. A listener is any code: it may ask, wait, add listeners, or
// take its time.
//
// The include root chooses whose answer is tested: exercises/ or solutions/.

#include "06_deadlock_and_lock_order/c_callback_under_lock/download.hpp"

#include <gtest/gtest.h>

#include <set>
#include <thread>
#include <vector>

#include "checker/explore.hpp"

namespace {

using hb::Download;
using hb::explore;

TEST(CallbackUnderLock, TellsEveryListenerTheSum) {
  explore([] {
    Download download;
    std::vector<int> first, second;
    download.on_progress([&](int bytes) { first.push_back(bytes); });
    download.on_progress([&](int bytes) { second.push_back(bytes); });
    download.add(10);
    download.add(20);

    EXPECT_EQ(first, (std::vector{10, 30}));
    EXPECT_EQ(second, (std::vector{10, 30}));
    EXPECT_EQ(download.bytes(), 30);
  });
}

TEST(CallbackUnderLock, LetsAListenerAskForTheSum) {
  explore([] {
    Download download;
    download.on_progress([&](int) { EXPECT_EQ(download.bytes(), 10); });
    download.add(10);
  });
}

TEST(CallbackUnderLock, LetsAListenerAddAListener) {
  explore([] {
    Download download;
    int early = 0, late = 0;
    download.on_progress([&](int bytes) {
      if (bytes == 10) download.on_progress([&](int) { ++late; });
    });
    download.on_progress([&](int) { ++early; });
    download.add(10);
    EXPECT_EQ(early, 1);
    EXPECT_EQ(late, 0);

    download.add(10);
    EXPECT_EQ(early, 2);
    EXPECT_EQ(late, 1);
  });
}

TEST(CallbackUnderLock, LetsAListenerWaitForAThreadThatAsks) {
  explore([] {
    Download download;
    download.on_progress([&](int) {
      std::thread window([&] { EXPECT_EQ(download.bytes(), 10); });
      window.join();
    });
    download.add(10);
  });
}

TEST(CallbackUnderLock, TellsEachSumOnce) {
  explore([] {
    Download download;
    std::mutex mutex;
    std::multiset<int> told;
    download.on_progress([&](int bytes) {
      std::lock_guard lock(mutex);
      told.insert(bytes);
    });
    std::jthread other([&] { download.add(10); });
    download.add(10);

    other.join();
    EXPECT_EQ(told, (std::multiset{10, 20}));
  });
}

TEST(CallbackUnderLock, CanBeAskedWhileItAdds) {
  explore([] {
    Download download;
    std::jthread other([&] { download.add(10); });
    const int seen = download.bytes();
    EXPECT_TRUE(seen == 0 || seen == 10) << "seen " << seen;
  });
}

TEST(CallbackUnderLock, MayGetAListenerWhileItTells) {
  explore([] {
    Download download;
    download.on_progress([](int) {});
    std::jthread other([&] { download.on_progress([](int) {}); });
    download.add(10);
  });
}

TEST(CallbackUnderLock, TellsANewListenerOfLaterSumsOnly) {
  explore([] {
    Download download;
    std::jthread window([&] {
      if (download.bytes() == 0) return;
      download.on_progress([](int bytes) { EXPECT_NE(bytes, 10); });
    });
    download.add(10);
  });
}

TEST(CallbackUnderLock, LetsListenersOfTwoThreadsOverlap) {
  explore(
      [] {
        Download download;
        download.on_progress([](int) { const hb::Region tells("listener"); });
        std::jthread other([&] { download.add(10); });
        download.add(10);
      },
      {.can_overlap = {{"listener", "listener"}}});
}

}  // namespace
