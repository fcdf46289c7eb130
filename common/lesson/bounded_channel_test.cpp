#include "lesson/bounded_channel.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <thread>

namespace hb {
namespace {

TEST(BoundedChannel, KeepsTheOrder) {
  BoundedChannel<int> channel(2);
  EXPECT_TRUE(channel.send(1));
  EXPECT_TRUE(channel.send(2));
  EXPECT_EQ(channel.receive(), 1);
  EXPECT_EQ(channel.receive(), 2);
}

TEST(BoundedChannel, MakesASenderWaitForRoom) {
  BoundedChannel<int> channel(1);
  std::jthread sender([&] {
    for (int value : {1, 2, 3}) EXPECT_TRUE(channel.send(value));
  });
  for (int value : {1, 2, 3}) EXPECT_EQ(channel.receive(), value);
}

TEST(BoundedChannel, GivesWhatWasSentBeforeItClosed) {
  BoundedChannel<int> channel(1);
  channel.send(1);
  channel.close();
  EXPECT_FALSE(channel.send(2));
  EXPECT_EQ(channel.receive(), 1);
  EXPECT_EQ(channel.receive(), std::nullopt);
}

TEST(BoundedChannel, WakesASenderAndAReceiverWhenItCloses) {
  BoundedChannel<int> full(1);
  BoundedChannel<int> empty(1);
  full.send(1);
  std::jthread sender([&] { EXPECT_FALSE(full.send(2)); });
  std::jthread receiver([&] { EXPECT_EQ(empty.receive(), std::nullopt); });
  full.close();
  empty.close();
}

TEST(BoundedChannel, DropsWhatIsInItWhenItIsCancelled) {
  BoundedChannel<int> channel(1);
  channel.send(1);
  channel.cancel();
  EXPECT_FALSE(channel.send(2));
  EXPECT_EQ(channel.receive(), std::nullopt);
}

}  // namespace
}  // namespace hb
