// Lock-free stacks, queues and a deque, right and wrong. What each test comes
// to stands in expected.tsv.

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <cstddef>
#include <thread>

#include "checker/explore.hpp"
#include "checker/programs/escape.hpp"

namespace {

using hb::explore;
using hb::programs::escaped;
using hb::programs::make_escaped;
using std::memory_order;

template <memory_order kPublish>
class Ring {
 public:
  bool push(int value) {
    const unsigned tail = tail_.load(std::memory_order_relaxed);
    if (tail - head_.load(std::memory_order_acquire) == values_.size()) {
      return false;
    }
    values_[tail % values_.size()] = value;
    tail_.store(tail + 1, kPublish);
    return true;
  }
  bool pop(int& value) {
    const unsigned head = head_.load(std::memory_order_relaxed);
    if (tail_.load(std::memory_order_acquire) == head) return false;
    value = values_[head % values_.size()];
    head_.store(head + 1, std::memory_order_release);
    return true;
  }

 private:
  std::array<int, 2> values_{};
  std::atomic<unsigned> head_ = 0;
  std::atomic<unsigned> tail_ = 0;
};

template <memory_order kPublish>
void carry_three_values() {
  const auto ring = make_escaped<Ring<kPublish>>();
  std::jthread producer([&] {
    for (int i = 1; i <= 3; ++i) {
      while (!ring->push(i)) {
      }
    }
  });
  for (int i = 1; i <= 3; ++i) {
    int value = 0;
    while (!ring->pop(value)) {
    }
    EXPECT_EQ(value, i);
  }
}

TEST(Ring, CarriesEveryValueInOrder) {
  explore([] { carry_three_values<memory_order::release>(); });
}

TEST(RingWrong, PublishedRelaxedRaces) {
  explore([] { carry_three_values<memory_order::relaxed>(); });
}

struct Node {
  int value = 0;
  Node* next = nullptr;
};

// Nodes are freed after the threads, so that no address comes twice.
template <memory_order kPush>
class TreiberStack {
 public:
  void push(Node* node) {
    node->next = head_.load(std::memory_order_relaxed);
    while (!head_.compare_exchange_weak(node->next, node, kPush,
                                        std::memory_order_relaxed)) {
    }
  }
  Node* pop() {
    Node* top = head_.load(std::memory_order_acquire);
    while (top != nullptr && !head_.compare_exchange_weak(
                                 top, top->next, std::memory_order_acquire)) {
    }
    return top;
  }

 private:
  std::atomic<Node*> head_ = nullptr;
};

template <memory_order kPush>
void push_and_pop() {
  std::array<Node, 2> nodes{Node{1}, Node{2}};
  TreiberStack<kPush> stack;
  int popped = 0;
  std::jthread first([&] { stack.push(&nodes[0]); });
  std::jthread second([&] { stack.push(&nodes[1]); });
  std::jthread third([&] {
    if (const Node* node = stack.pop()) popped = node->value;
  });
  first.join();
  second.join();
  third.join();
  while (const Node* node = stack.pop()) popped += node->value;
  EXPECT_EQ(popped, 3);
}

TEST(TreiberStack, LosesAndDoublesNoNode) {
  explore([] { push_and_pop<memory_order::release>(); });
}

TEST(TreiberStackWrong, PushedRelaxedRaces) {
  explore([] { push_and_pop<memory_order::relaxed>(); });
}

TEST(TreiberStackWrong, FreeingAtOnceIsUsedAfterFree) {
  explore([] {
    TreiberStack<memory_order::release> stack;
    stack.push(escaped(new Node{1}));
    stack.push(escaped(new Node{2}));
    const auto pop = [&] { delete stack.pop(); };
    std::jthread first(pop);
    std::jthread second(pop);
  });
}

// A stack of numbered nodes that come back after use. A reader that slept while
// the top went, its successor went and the top came back, finds the top
// unchanged: ABA. kStamp puts a count of the changes beside the number.
template <unsigned kStamp>
class RecyclingStack {
 public:
  static constexpr unsigned kNone = 15;

  void push(unsigned node) {
    unsigned top = head_.load(std::memory_order_relaxed);
    do {
      next_[node].store(top & 15U, std::memory_order_relaxed);
    } while (!head_.compare_exchange_strong(top, stamped(top, node),
                                            std::memory_order_acq_rel,
                                            std::memory_order_relaxed));
  }
  unsigned pop() {
    unsigned top = head_.load(std::memory_order_acquire);
    for (;;) {
      const unsigned node = top & 15U;
      if (node == kNone) return kNone;
      const unsigned next = next_[node].load(std::memory_order_relaxed);
      if (head_.compare_exchange_strong(top, stamped(top, next),
                                        std::memory_order_acq_rel,
                                        std::memory_order_acquire)) {
        return node;
      }
    }
  }

 private:
  static unsigned stamped(unsigned before, unsigned node) {
    return ((before & ~15U) + kStamp) | node;
  }

  std::atomic<unsigned> head_ = kNone;
  std::array<std::atomic<unsigned>, 2> next_{};
};

template <unsigned kStamp>
void pop_while_a_node_comes_back() {
  RecyclingStack<kStamp> stack;
  stack.push(1);
  stack.push(0);
  std::array<std::atomic<int>, 2> owners{};
  const auto take = [&] {
    const unsigned node = stack.pop();
    if (node == stack.kNone) return node;
    EXPECT_EQ(owners[node].fetch_add(1, std::memory_order_relaxed), 0)
        << "node " << node << " has two owners";
    return node;
  };
  std::jthread sleeper([&] {
    take();
    take();
  });
  const unsigned first = take();
  take();
  if (first == stack.kNone) return;
  owners[first].fetch_sub(1, std::memory_order_relaxed);
  stack.push(first);
}

TEST(RecyclingStack, WithAStampGivesEachNodeOneOwner) {
  explore([] { pop_while_a_node_comes_back<16>(); });
}

TEST(RecyclingStackWrong, WithoutAStampGivesANodeTwoOwners) {
  explore([] { pop_while_a_node_comes_back<0>(); });
}

// The address says nothing about the object: new may give it out again.
TEST(AbaWrong, TheSameAddressIsNotTheSameObject) {
  explore([] {
    std::atomic<Node*> current = escaped(new Node{1});
    std::atomic<bool> replaced = false;
    std::jthread replacer([&] {
      const Node* old = current.exchange(nullptr);
      if (old == nullptr) return;
      delete old;
      replaced.store(true);
      current.store(escaped(new Node{2}));
    });
    Node* seen = current.load();
    if (seen != nullptr && !replaced.load()) {
      Node* expected = seen;
      if (current.compare_exchange_strong(expected, nullptr)) {
        EXPECT_FALSE(replaced.load()) << "same address, another object";
        delete seen;
      }
    }
    replacer.join();
    delete current.load();
  });
}

// Never frees while a thread is inside (the queue of Michael and Scott 1996).
template <memory_order kLink>
class MichaelScottQueue {
 public:
  struct Item {
    int value = 0;
    std::atomic<Item*> next = nullptr;
  };

  explicit MichaelScottQueue(Item* dummy) : head_(dummy), tail_(dummy) {}

  void push(Item* item) {
    for (;;) {
      Item* tail = tail_.load(std::memory_order_acquire);
      Item* next = tail->next.load(std::memory_order_acquire);
      if (next != nullptr) {
        tail_.compare_exchange_strong(tail, next, std::memory_order_release,
                                      std::memory_order_relaxed);
      } else if (tail->next.compare_exchange_strong(
                     next, item, kLink, std::memory_order_relaxed)) {
        tail_.compare_exchange_strong(tail, item, std::memory_order_release,
                                      std::memory_order_relaxed);
        return;
      }
    }
  }

  bool pop(int& value) {
    for (;;) {
      Item* head = head_.load(std::memory_order_acquire);
      Item* tail = tail_.load(std::memory_order_acquire);
      Item* next = head->next.load(std::memory_order_acquire);
      if (next == nullptr) return false;
      if (head == tail) {
        tail_.compare_exchange_strong(tail, next, std::memory_order_release,
                                      std::memory_order_relaxed);
        continue;
      }
      value = next->value;
      if (head_.compare_exchange_strong(head, next, std::memory_order_release,
                                        std::memory_order_relaxed)) {
        return true;
      }
    }
  }

 private:
  std::atomic<Item*> head_;
  std::atomic<Item*> tail_;
};

template <memory_order kLink>
void push_twice_and_pop() {
  using Queue = MichaelScottQueue<kLink>;
  std::array<typename Queue::Item, 3> items;
  Queue queue(&items[0]);
  int sum = 0;
  std::jthread first([&] {
    items[1].value = 1;
    queue.push(&items[1]);
  });
  std::jthread second([&] {
    items[2].value = 2;
    queue.push(&items[2]);
  });
  std::jthread third([&] { queue.pop(sum); });
  first.join();
  second.join();
  third.join();
  int value = 0;
  while (queue.pop(value)) sum += value;
  EXPECT_EQ(sum, 3);
}

TEST(MichaelScottQueue, LosesAndDoublesNoValue) {
  explore([] { push_twice_and_pop<memory_order::release>(); });
}

TEST(MichaelScottQueueWrong, LinkedRelaxedRaces) {
  explore([] { push_twice_and_pop<memory_order::relaxed>(); });
}

// The deque of Chase and Lev in the C11 form of Le and others (2013), without
// growth. WHY a fence and no release store in push(): a thief may read the
// relaxed store of a later take(), and the fence stands before that one too.
struct Orders {
  memory_order fence = memory_order::seq_cst;  // the owner's take, the steal
  memory_order push_fence = memory_order::release;
  memory_order push_store = memory_order::relaxed;
};

template <Orders kOrders>
class WorkDeque {
 public:
  static constexpr int kEmpty = 0;

  void push(int value) {
    const long bottom = bottom_.load(std::memory_order_relaxed);
    slot(bottom) = value;
    std::atomic_thread_fence(kOrders.push_fence);
    bottom_.store(bottom + 1, kOrders.push_store);
  }
  int take() {
    const long bottom = bottom_.load(std::memory_order_relaxed) - 1;
    bottom_.store(bottom, std::memory_order_relaxed);
    std::atomic_thread_fence(kOrders.fence);
    long top = top_.load(std::memory_order_relaxed);
    int value = kEmpty;
    if (top <= bottom) value = slot(bottom);
    if (top == bottom && !win(top)) value = kEmpty;
    if (top >= bottom) bottom_.store(bottom + 1, std::memory_order_relaxed);
    return value;
  }
  int steal() {
    long top = top_.load(std::memory_order_acquire);
    std::atomic_thread_fence(kOrders.fence);
    const long bottom = bottom_.load(std::memory_order_acquire);
    if (top >= bottom) return kEmpty;
    const int value = slot(top);
    return win(top) ? value : kEmpty;
  }

 private:
  bool win(long top) {
    return top_.compare_exchange_strong(top, top + 1, std::memory_order_seq_cst,
                                        std::memory_order_relaxed);
  }
  int& slot(long index) { return slots_[static_cast<std::size_t>(index) % 4]; }

  std::array<int, 4> slots_{};
  std::atomic<long> top_ = 0;
  std::atomic<long> bottom_ = 0;
};

template <Orders kOrders>
void steal_while_the_owner_takes() {
  const auto deque = make_escaped<WorkDeque<kOrders>>();
  int taken = 0;
  int stolen = 0;
  std::jthread thief([&] {
    stolen += deque->steal();
    stolen += deque->steal();
  });
  deque->push(1);
  deque->push(2);
  taken += deque->take();
  taken += deque->take();
  thief.join();
  EXPECT_EQ(taken + stolen, 3);
}

TEST(ChaseLevDeque, GivesEachTaskToOneThread) {
  explore([] { steal_while_the_owner_takes<Orders{}>(); });
}

TEST(ChaseLevDequeWrong, AWeakerFenceGivesATaskTwice) {
  explore([] {
    steal_while_the_owner_takes<Orders{.fence = memory_order::acq_rel}>();
  });
}

TEST(ChaseLevDequeWrong, AReleaseStoreForTheFenceRaces) {
  explore([] {
    steal_while_the_owner_takes<Orders{.push_fence = memory_order::relaxed,
                                       .push_store = memory_order::release}>();
  });
}

}  // namespace
