// The calls that -fsanitize=thread makes of every atomic operation.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>

#include "checker/runtime/changed_order.hpp"
#include "checker/runtime/entry_stub.hpp"
#include "checker/runtime/requests.hpp"
#include "checker/runtime/runtime.hpp"
#include "checker/runtime/shadow.hpp"

#define HB_EXPORT extern "C" __attribute__((visibility("default")))
// Reached from the stubs alone.
#define HB_INTERNAL extern "C" __attribute__((visibility("hidden"), used))

namespace hb::checker {
namespace {

AtomicRequest request_for(Operation operation, const volatile void* object,
                          int size, int order) {
  AtomicRequest asked;
  asked.operation = operation;
  asked.object = object;
  asked.size = size;
  // clang sets higher bits for hints that mean nothing here.
  asked.site = site_of_stub();
  asked.order = order_at(asked.site, static_cast<Order>(order & 7));
  return asked;
}

Answer ask_checked(const AtomicRequest& asked) {
  if (hb_mode == Mode::doomed) abandon();
  const Quiet quiet;
  return ask_atomic(asked);
}

Answer update(Operation operation, const volatile void* object, int size,
              std::uint64_t operand, int order) {
  AtomicRequest asked = request_for(operation, object, size, order);
  asked.operand = operand;
  return ask_checked(asked);
}

Answer compare_exchange(Operation operation, const volatile void* object,
                        int size, std::uint64_t expected, std::uint64_t desired,
                        int order, int failure_order) {
  AtomicRequest asked = request_for(operation, object, size, order);
  asked.operand = expected;
  asked.operand2 = desired;
  asked.failure_order = static_cast<Order>(failure_order & 7);
  return ask_checked(asked);
}

// `expected` is an ordinary object, and need not be this thread's own.
void access_expected(const void* expected, std::size_t size, bool is_write,
                     const void* site) {
  Fiber& fiber = running_fiber();
  const auto address = reinterpret_cast<std::uintptr_t>(expected);
  if (address - fiber.stack_begin < kStackEnd - kStackBegin) return;
  const Quiet quiet;
  if (is_write) ++fiber.impure;
  check_access(address, size, is_write, site);
}

}  // namespace
}  // namespace hb::checker

using hb::checker::Operation;

// Outside of a test these are what they say, in the strongest order.
#define HB_UPDATE(bits, Value, name, plainly)                                 \
  HB_INTERNAL Value hb_plain_##name##bits(volatile Value* at, Value value,    \
                                          int) {                              \
    return plainly(at, value, __ATOMIC_SEQ_CST);                              \
  }                                                                           \
  HB_INTERNAL Value hb_##name##bits(volatile Value* at, Value value,          \
                                    int order) {                              \
    return static_cast<Value>(                                                \
        hb::checker::update(Operation::name, at, sizeof(Value), value, order) \
            .value_read);                                                     \
  }                                                                           \
  HB_STUB(__tsan_atomic##bits##_##name, hb_##name##bits, hb_plain_##name##bits);

#define HB_COMPARE_EXCHANGE(bits, Value, name, operation)                     \
  HB_INTERNAL int hb_plain_##name##bits(volatile Value* at, Value* expected,  \
                                        Value desired, int, int) {            \
    return __atomic_compare_exchange_n(at, expected, desired, false,          \
                                       __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);   \
  }                                                                           \
  HB_INTERNAL int hb_##name##bits(volatile Value* at, Value* expected,        \
                                  Value desired, int order, int on_failure) { \
    const void* const site = hb::checker::site_of_stub();                     \
    hb::checker::access_expected(expected, sizeof(Value), false, site);       \
    const auto answer = hb::checker::compare_exchange(                        \
        operation, at, sizeof(Value), *expected, desired, order, on_failure); \
    if (answer.result != 0) return 1;                                         \
    hb::checker::access_expected(expected, sizeof(Value), true, site);        \
    *expected = static_cast<Value>(answer.value_read);                        \
    return 0;                                                                 \
  }                                                                           \
  HB_STUB(__tsan_atomic##bits##_##name, hb_##name##bits, hb_plain_##name##bits);

#define HB_SIZE(bits, Value)                                                  \
  HB_INTERNAL Value hb_plain_load##bits(const volatile Value* at, int) {      \
    return __atomic_load_n(at, __ATOMIC_SEQ_CST);                             \
  }                                                                           \
  HB_INTERNAL Value hb_load##bits(const volatile Value* at, int order) {      \
    return static_cast<Value>(                                                \
        hb::checker::update(Operation::load, at, sizeof(Value), 0, order)     \
            .value_read);                                                     \
  }                                                                           \
  HB_STUB(__tsan_atomic##bits##_load, hb_load##bits, hb_plain_load##bits);    \
  HB_INTERNAL void hb_plain_store##bits(volatile Value* at, Value value,      \
                                        int) {                                \
    __atomic_store_n(at, value, __ATOMIC_SEQ_CST);                            \
  }                                                                           \
  HB_INTERNAL void hb_store##bits(volatile Value* at, Value value,            \
                                  int order) {                                \
    hb::checker::update(Operation::store, at, sizeof(Value), value, order);   \
  }                                                                           \
  HB_STUB(__tsan_atomic##bits##_store, hb_store##bits, hb_plain_store##bits); \
  HB_UPDATE(bits, Value, exchange, __atomic_exchange_n)                       \
  HB_UPDATE(bits, Value, fetch_add, __atomic_fetch_add)                       \
  HB_UPDATE(bits, Value, fetch_sub, __atomic_fetch_sub)                       \
  HB_UPDATE(bits, Value, fetch_and, __atomic_fetch_and)                       \
  HB_UPDATE(bits, Value, fetch_or, __atomic_fetch_or)                         \
  HB_UPDATE(bits, Value, fetch_xor, __atomic_fetch_xor)                       \
  HB_UPDATE(bits, Value, fetch_nand, __atomic_fetch_nand)                     \
  HB_COMPARE_EXCHANGE(bits, Value, compare_exchange_strong,                   \
                      Operation::compare_exchange)                            \
  HB_COMPARE_EXCHANGE(bits, Value, compare_exchange_weak,                     \
                      Operation::compare_exchange_weak)                       \
  /* clang's only form: it does not tell weak from strong. */                 \
  HB_INTERNAL Value hb_plain_compare_exchange_val##bits(                      \
      volatile Value* at, Value expected, Value desired, int, int) {          \
    __atomic_compare_exchange_n(at, &expected, desired, false,                \
                                __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);          \
    return expected;                                                          \
  }                                                                           \
  HB_INTERNAL Value hb_compare_exchange_val##bits(                            \
      volatile Value* at, Value expected, Value desired, int order,           \
      int on_failure) {                                                       \
    const auto answer = hb::checker::compare_exchange(                        \
        Operation::compare_exchange, at, sizeof(Value), expected, desired,    \
        order, on_failure);                                                   \
    return answer.result != 0 ? expected                                      \
                              : static_cast<Value>(answer.value_read);        \
  }                                                                           \
  HB_STUB(__tsan_atomic##bits##_compare_exchange_val,                         \
          hb_compare_exchange_val##bits, hb_plain_compare_exchange_val##bits);

HB_SIZE(8, std::uint8_t)
HB_SIZE(16, std::uint16_t)
HB_SIZE(32, std::uint32_t)
HB_SIZE(64, std::uint64_t)
#undef HB_SIZE

HB_INTERNAL void hb_plain_fence(int) {
  __atomic_thread_fence(__ATOMIC_SEQ_CST);
}
HB_INTERNAL void hb_fence(int order) {
  using namespace hb::checker;
  if (hb_mode == Mode::doomed) abandon();
  const Quiet quiet;
  Request request;
  request.kind = EventKind::fence;
  request.site = site_of_stub();
  request.order = order_at(request.site, static_cast<Order>(order & 7));
  ask(request);
}
HB_STUB(__tsan_atomic_thread_fence, hb_fence, hb_plain_fence);

HB_EXPORT void __tsan_atomic_signal_fence(int) {}

// What compilers call for a structure, clang 14 for each, and for all that is
// too large for one instruction. WHY the compiler's pointers need a look: the
// values lie in the test's memory.
namespace hb::checker {
namespace {

using Bytes = std::uint64_t;

void refuse_odd_size(std::size_t size) {
  if (size == 1 || size == 2 || size == 4 || size == 8) return;
  const Quiet quiet;
  refuse_here("it uses an atomic object of " + std::to_string(size) + " bytes");
}

Bytes value_at(const void* at, std::size_t size) {
  access_expected(at, size, false, site_of_stub());
  const Quiet quiet;
  Bytes value = 0;
  std::memcpy(&value, at, size);
  return value;
}

void give(void* to, Bytes value, std::size_t size) {
  access_expected(to, size, true, site_of_stub());
  const Quiet quiet;
  std::memcpy(to, &value, size);
}

Bytes update_any(Operation operation, const volatile void* object,
                 std::size_t size, Bytes operand, int order) {
  return update(operation, object, static_cast<int>(size), operand, order)
      .value_read;
}

}  // namespace
}  // namespace hb::checker

HB_INTERNAL void hb_plain_load_any(std::size_t size, const void* object,
                                   void* value, int) {
  std::memcpy(value, object, size);
}
HB_INTERNAL void hb_load_any(std::size_t size, const void* object, void* value,
                             int order) {
  using namespace hb::checker;
  refuse_odd_size(size);
  give(value, update_any(Operation::load, object, size, 0, order), size);
}
HB_STUB(__atomic_load, hb_load_any, hb_plain_load_any);

HB_INTERNAL void hb_plain_store_any(std::size_t size, void* object,
                                    const void* value, int) {
  std::memcpy(object, value, size);
}
HB_INTERNAL void hb_store_any(std::size_t size, void* object, const void* value,
                              int order) {
  using namespace hb::checker;
  refuse_odd_size(size);
  update_any(Operation::store, object, size, value_at(value, size), order);
}
HB_STUB(__atomic_store, hb_store_any, hb_plain_store_any);

HB_INTERNAL void hb_plain_exchange_any(std::size_t size, void* object,
                                       const void* value, void* before, int) {
  std::memcpy(before, object, size);
  std::memcpy(object, value, size);
}
HB_INTERNAL void hb_exchange_any(std::size_t size, void* object,
                                 const void* value, void* before, int order) {
  using namespace hb::checker;
  refuse_odd_size(size);
  const Bytes desired = value_at(value, size);
  give(before, update_any(Operation::exchange, object, size, desired, order),
       size);
}
HB_STUB(__atomic_exchange, hb_exchange_any, hb_plain_exchange_any);

HB_INTERNAL bool hb_plain_compare_exchange_any(std::size_t size, void* object,
                                               void* expected,
                                               const void* desired, int, int) {
  const bool is_equal = std::memcmp(object, expected, size) == 0;
  std::memcpy(is_equal ? object : expected, is_equal ? desired : object, size);
  return is_equal;
}
HB_INTERNAL bool hb_compare_exchange_any(std::size_t size, void* object,
                                         void* expected, const void* desired,
                                         int order, int on_failure) {
  using namespace hb::checker;
  refuse_odd_size(size);
  const Answer answer = compare_exchange(
      Operation::compare_exchange, object, static_cast<int>(size),
      value_at(expected, size), value_at(desired, size), order, on_failure);
  if (answer.result == 0) give(expected, answer.value_read, size);
  return answer.result != 0;
}
HB_STUB(__atomic_compare_exchange, hb_compare_exchange_any,
        hb_plain_compare_exchange_any);
