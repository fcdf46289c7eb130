#include "checker/litmus/random_program.hpp"

#include <array>
#include <random>
#include <string>
#include <utility>

namespace hb::checker::litmus {

namespace {

constexpr std::array kAnyOrder = {Order::relaxed, Order::acquire,
                                  Order::release, Order::acq_rel,
                                  Order::seq_cst};

class Generator {
 public:
  explicit Generator(std::uint64_t seed) : random_(seed) {
    program_.name = program_.place = "seed " + std::to_string(seed);
  }

  Program generate() {
    // Each family as often as its weight says.
    switch (below(16)) {
      case 0:
      case 1:
      case 2:
      case 3:
        atomics(false);
        break;
      case 4:
      case 5:
      case 6:
      case 7:
        atomics(true);
        break;
      case 8:
      case 9:
        payload();
        break;
      case 10:
      case 11:
        critical_sections(1);
        break;
      case 12:
        critical_sections(2);
        break;
      case 13:
      case 14:
        condition();
        break;
      default:
        bare_waiting();
        break;
    }
    return std::move(program_);
  }

 private:
  // WHY: no std:: distribution, whose results differ between libraries.
  int below(int bound) { return int(random_() % std::uint64_t(bound)); }
  bool chance(int percent) { return below(100) < percent; }

  int add_location(const char* name, Sort sort) {
    program_.locations.push_back({name, sort, 0});
    return int(program_.locations.size()) - 1;
  }

  // ------------------------------------------------------------- operations

  void add(const Instruction& at) { thread_.code.push_back(at); }

  int new_target() { return thread_.registers++; }

  Order order_for(Action action) {
    if (strong_ && chance(60)) return Order::seq_cst;
    const Order any = kAnyOrder[std::size_t(below(int(kAnyOrder.size())))];
    if (any != Order::acq_rel) {
      if (action == Action::load && any == Order::release)
        return Order::acquire;
      if (action == Action::store && any == Order::acquire) {
        return Order::release;
      }
      return any;
    }
    if (action == Action::load) return Order::acquire;
    return action == Action::store ? Order::release : any;
  }

  int access(Action action, int location) {
    Instruction at;
    at.action = action;
    at.location = location;
    at.order = program_.locations[std::size_t(location)].sort == Sort::plain
                   ? Order::plain
                   : order_for(action);
    // Every write has a value of its own, so that outcomes tell them apart;
    // a few do not, as a real program's.
    at.value = chance(80) ? ++last_value_ : 1;
    if (action == Action::compare_exchange) {
      at.desired = at.value;
      at.value = below(2) == 0 ? 0 : below(3);
      at.failure_order = order_for(Action::load);
    }
    if (action != Action::store) at.target = new_target();
    add(at);
    return at.target;
  }

  void fence() {
    Instruction at;
    at.action = Action::fence;
    const int strength = 1 + below(int(kAnyOrder.size()) - 1);  // not relaxed
    at.order = strong_ && chance(70) ? Order::seq_cst
                                     : kAnyOrder[std::size_t(strength)];
    add(at);
  }

  void on_object(Action action, int location) {
    Instruction at;
    at.action = action;
    at.location = location;
    add(at);
  }

  // The instructions that `body` adds, if `target` holds `value`.
  template <typename Body>
  void branch(int target, std::int64_t value, Body body) {
    const std::size_t here = thread_.code.size();
    Instruction at;
    at.action = Action::branch;
    at.target = target;
    at.value = value;
    add(at);
    body();
    thread_.code[here].skip = int(thread_.code.size() - here - 1);
  }

  void end_thread() {
    program_.threads.push_back(std::move(thread_));
    thread_ = Thread();
  }

  void random_access() {
    const int location = first_atomic_ + below(atomics_);
    switch (below(10)) {
      case 0:
        access(Action::add, location);
        break;
      case 1:
        access(Action::exchange, location);
        break;
      case 2:
        access(Action::compare_exchange, location);
        break;
      case 3:
      case 4:
      case 5:
        access(Action::store, location);
        break;
      default:
        access(Action::load, location);
        break;
    }
  }

  // --------------------------------------------------------------- families

  void add_atomics() {
    first_atomic_ = int(program_.locations.size());
    add_location("x", Sort::atomic);
    add_location("y", Sort::atomic);
    atomics_ = 2;
  }

  void atomics(bool strong) {
    strong_ = strong;
    add_atomics();
    const int threads = 2 + below(2);
    for (int t = 0; t < threads; ++t) {
      const int operations = threads == 2 ? 2 + below(3) : 1 + below(3);
      for (int i = 0; i < operations; ++i) {
        if (chance(20)) fence();
        if (chance(12)) {
          const int target =
              access(Action::load, first_atomic_ + below(atomics_));
          branch(target, below(2) == 0 ? 0 : 1, [&] { random_access(); });
        } else {
          random_access();
        }
      }
      end_thread();
    }
  }

  // A plain payload behind a flag, with orders that may or may not suffice.
  void payload() {
    const int data = add_location("data", Sort::plain);
    add_atomics();
    const int flag = first_atomic_;
    access(Action::store, data);
    if (chance(30)) fence();
    if (chance(20)) access(Action::store, flag);
    access(chance(80) ? Action::store : Action::exchange, flag);
    thread_.code.back().value = 1;
    end_thread();
    if (chance(50)) {
      access(chance(70) ? Action::add : Action::store, flag);
      end_thread();
    }
    const int seen = access(Action::load, flag);
    branch(seen, 1 + below(2), [&] {
      if (chance(30)) fence();
      access(chance(80) ? Action::load : Action::store, data);
    });
    if (chance(50)) access(Action::load, flag + below(2));
    end_thread();
  }

  void critical_sections(int mutexes) {
    const int first = int(program_.locations.size());
    add_location("mutex0", Sort::mutex);
    if (mutexes == 2) add_location("mutex1", Sort::mutex);
    const int data = add_location("data", Sort::plain);
    add_atomics();
    const int threads = chance(40 / mutexes) ? 3 : 2;
    for (int t = 0; t < threads; ++t) {
      const int sections = threads == 2 ? 1 + below(2) : 1;
      for (int s = 0; s < sections; ++s) {
        if (chance(30)) random_access();
        const int outer = first + below(mutexes);
        on_object(Action::lock, outer);
        const bool nested = mutexes == 2 && chance(60);
        const int inner = first + (outer == first ? 1 : 0);
        if (nested) on_object(Action::lock, inner);
        if (chance(60)) {
          access(chance(50) ? Action::store : Action::load, data);
        } else {
          random_access();
        }
        if (nested) on_object(Action::unlock, inner);
        on_object(Action::unlock, outer);
        if (chance(15)) access(Action::load, data);
      }
      end_thread();
    }
  }

  // A condition variable: what wait() does while the lock is held.
  void condition() {
    const int mutex = add_location("mutex0", Sort::mutex);
    const int queue = add_location("queue0", Sort::queue);
    const int ready = add_location("ready", Sort::plain);
    const int waiters = chance(25) ? 2 : 1;  // two take the oracle a while
    for (int t = 0; t < waiters; ++t) {
      on_object(Action::lock, mutex);
      const int seen = access(Action::load, ready);
      branch(seen, 0, [&] {
        on_object(Action::wait_enter, queue);
        on_object(Action::unlock, mutex);
        on_object(Action::wait_sleep, queue);
        on_object(Action::lock, mutex);
        access(Action::load, ready);
      });
      if (chance(20)) access(Action::store, ready);
      on_object(Action::unlock, mutex);
      end_thread();
    }
    const bool locked = chance(90);
    const bool early = chance(20);
    const Action notify = chance(50) ? Action::notify_all : Action::notify_one;
    if (early) on_object(notify, queue);
    if (locked) on_object(Action::lock, mutex);
    access(Action::store, ready);
    const bool inside = chance(40);
    if (!early && inside) on_object(notify, queue);
    if (locked) on_object(Action::unlock, mutex);
    if (!early && !inside) on_object(notify, queue);
    if (waiters == 2 && chance(30)) on_object(notify, queue);
    end_thread();
  }

  // Waiting without a lock: wake-ups can be lost, and fences stand around.
  void bare_waiting() {
    const int queue = add_location("queue0", Sort::queue);
    const int data = add_location("data", Sort::plain);
    add_atomics();
    const bool with_data = chance(40);
    const int waiters = chance(30) ? 2 : 1;
    for (int t = 0; t < waiters; ++t) {
      const int seen = access(Action::load, first_atomic_);
      branch(seen, 0, [&] {
        on_object(Action::wait_enter, queue);
        if (chance(30)) fence();
        on_object(Action::wait_sleep, queue);
        if (chance(50)) fence();
        if (with_data) access(Action::load, data);
      });
      if (chance(50)) random_access();
      end_thread();
    }
    if (with_data) access(Action::store, data);
    if (chance(70)) access(Action::store, first_atomic_);
    if (chance(50)) fence();
    on_object(chance(50) ? Action::notify_one : Action::notify_all, queue);
    if (chance(30)) random_access();
    if (chance(40)) on_object(Action::notify_all, queue);
    end_thread();
  }

  std::mt19937_64 random_;
  Program program_;
  Thread thread_;
  bool strong_ = false;  // mostly seq_cst
  int first_atomic_ = 0;
  int atomics_ = 0;
  std::int64_t last_value_ = 0;
};

}  // namespace

Program random_program(std::uint64_t seed) {
  return Generator(seed).generate();
}

}  // namespace hb::checker::litmus
