#include "checker/runtime/threads.hpp"

#include <algorithm>

#include "checker/runtime/runtime.hpp"
#include "checker/runtime/state.hpp"

namespace hb::checker {
namespace {

constexpr int kMaxChildren = 256;
constexpr unsigned kFirstOwnKey = 1024;
constexpr unsigned kMaxKeys = kFirstOwnKey + 256;

using Destroy = void (*)(void*);
Destroy destroy_of_key[kMaxKeys] = {};

// WHY by parent and place among its children, not in the order of creation:
// that order depends on the schedule.
std::int8_t number_of_child[kMaxThreads][kMaxChildren];  // 0: none yet
int numbers_given = 1;

int number_of(int parent, int child) {
  if (child >= kMaxChildren) return -1;
  std::int8_t& number = number_of_child[parent][child];
  if (number == 0) {
    if (numbers_given == kMaxThreads) return -1;
    number = static_cast<std::int8_t>(numbers_given++);
  }
  return number;
}

}  // namespace

void forget_thread_numbers() {
  for (auto& children : number_of_child) {
    std::fill_n(children, kMaxChildren, std::int8_t{0});
  }
  numbers_given = 1;
}

int spawn(void* (*function)(void*), void* argument, const void* site) {
  Fiber& fiber = running_fiber();
  const int number = number_of(fiber.number, fiber.children++);
  if (number < 0) {
    refuse_here("it has more than " + std::to_string(kMaxThreads) + " threads");
  }
  Request request;
  request.kind = EventKind::create;
  request.other = static_cast<std::int16_t>(number);
  request.operand = reinterpret_cast<std::uint64_t>(function);
  request.operand2 = reinterpret_cast<std::uint64_t>(argument);
  request.site = site;
  ask(request);
  return number;
}

void* join(int thread, const void* site) {
  Request request;
  request.kind = EventKind::join;
  request.other = static_cast<std::int16_t>(thread);
  request.site = site;
  ask(request);
  return execution().fibers[thread].value_returned;
}

// Whether a detached thread outlives the test is seen at its end.
void detach(int, const void*) {}

int current_thread() { return running_fiber().number; }

int parent_or_self() {
  const Fiber& fiber = running_fiber();
  return fiber.parent < 0 ? fiber.number : fiber.parent;
}

void at_thread_end(void (*destroy)(void*), void* object) {
  Fiber& fiber = running_fiber();
  if (fiber.destructors == kMaxDestructors) {
    refuse_here("a thread has too many thread_local objects");
  }
  fiber.destructor[fiber.destructors++] = {destroy, object};
}

void* specific(unsigned key) {
  const Fiber& fiber = running_fiber();
  for (int i = 0; i < fiber.specifics; ++i) {
    if (fiber.specific[i].key == key) {
      return const_cast<void*>(fiber.specific[i].value);
    }
  }
  return nullptr;
}

void set_specific(unsigned key, const void* value) {
  Fiber& fiber = running_fiber();
  for (int i = 0; i < fiber.specifics; ++i) {
    if (fiber.specific[i].key == key) {
      fiber.specific[i].value = value;
      return;
    }
  }
  if (fiber.specifics == kMaxSpecifics) {
    refuse_here("a thread has too many thread-specific values");
  }
  fiber.specific[fiber.specifics++] = {key, value};
}

unsigned create_key(void (*destroy)(void*)) {
  const unsigned key = execution().next_key++;
  if (key >= kMaxKeys) refuse_here("it has too many thread-specific keys");
  destroy_of_key[key] = destroy;
  return key;
}

void know_key(unsigned key, void (*destroy)(void*)) {
  if (key < kFirstOwnKey) destroy_of_key[key] = destroy;
}

void run_thread_end() {
  Fiber& fiber = running_fiber();
  while (fiber.destructors > 0) {
    const auto last = fiber.destructor[--fiber.destructors];
    last.destroy(last.object);
  }
  // A destructor may set values again; POSIX promises this many rounds.
  constexpr int kRounds = 4;
  for (int round = 0; round < kRounds; ++round) {
    for (int i = 0; i < fiber.specifics; ++i) {
      auto& entry = fiber.specific[i];
      const Destroy destroy =
          entry.key < kMaxKeys ? destroy_of_key[entry.key] : nullptr;
      if (entry.value == nullptr || destroy == nullptr) continue;
      void* const value = const_cast<void*>(entry.value);
      entry.value = nullptr;
      destroy(value);
    }
  }
}

}  // namespace hb::checker
