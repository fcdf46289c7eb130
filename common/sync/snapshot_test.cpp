#include "sync/snapshot.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace hb::sync {
namespace {

TEST(Snapshot, IsReadAsItWasPublished) {
  Snapshot<std::string> name("first");
  Snapshot<std::string>::Reader reader(name);
  EXPECT_EQ(reader.read(), "first");
  name.publish("second");
  EXPECT_EQ(reader.read(), "second");
  EXPECT_EQ(*name.get(), "second");
}

TEST(Snapshot, LetsAReaderKeepAValueUntilItReadsAgain) {
  Snapshot<std::string> name("first");
  Snapshot<std::string>::Reader reader(name);
  const std::string& first = reader.read();
  name.publish("second");
  name.publish("third");
  EXPECT_EQ(first, "first");
  EXPECT_EQ(reader.read(), "third");
}

TEST(Snapshot, ChangesFromWhatItIs) {
  Snapshot<int> bytes(4096);
  Snapshot<int>::Reader reader(bytes);
  bytes.update([](int now) { return 2 * now; });
  EXPECT_EQ(reader.read(), 8192);
}

TEST(Snapshot, EndsAValueThatNobodyReads) {
  Snapshot<int> value(1);
  std::weak_ptr<const int> first = value.get();
  value.publish(2);
  EXPECT_TRUE(first.expired());
}

TEST(Snapshot, LetsTheEndOfAnOldValuePublish) {
  struct Value {
    std::shared_ptr<void> at_end;
  };
  Snapshot<int> ends(0);
  Snapshot<Value> value(Value{});
  const auto publishes = [&](int*) {
    value.publish({});
    ends.update([](int count) { return count + 1; });
  };
  int something = 0;
  value.publish({std::shared_ptr<int>(&something, publishes)});
  value.publish({});
  value.publish({std::shared_ptr<int>(&something, publishes)});
  value.update([](const Value&) { return Value{}; });
  EXPECT_EQ(*ends.get(), 2);
}

TEST(Snapshot, GivesTheValueToReadersThatOutliveIt) {
  auto value = std::make_unique<Snapshot<int>>(1);
  Snapshot<int>::Reader reader(*value);
  value->publish(2);
  value.reset();
  EXPECT_EQ(reader.read(), 2);
}

TEST(Snapshot, LosesNoUpdateOfManyWriters) {
  Snapshot<int> count(0);
  {
    std::vector<std::jthread> writers;
    for (int writer = 0; writer < 4; ++writer) {
      writers.emplace_back([&] {
        for (int n = 0; n < 1'000; ++n)
          count.update([](int c) { return c + 1; });
      });
    }
  }
  EXPECT_EQ(*count.get(), 4'000);
}

}  // namespace
}  // namespace hb::sync
