// What was sent is received once, whoever is cancelled and whenever it closes.

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include "stress/tests.hpp"
#include "sync/channel.hpp"
#include "sync/select.hpp"
#include "sync/spsc_channel.hpp"

namespace hb::stress {
namespace {

using Clock = std::chrono::steady_clock;
using sync::Channel;
using sync::Expected;
using sync::Outcome;
using sync::SpscChannel;

constexpr std::size_t kValuesOfASender = 300;

// On the heap, so that one that is lost is a leak, and one that comes twice is
// freed twice.
using Value = std::unique_ptr<std::size_t>;

// Who sent what, and how often it came.
class Ledger {
 public:
  explicit Ledger(int senders)
      : sent_(static_cast<std::size_t>(senders) * kValuesOfASender),
        received_(sent_.size()) {}

  // WHY relaxed, all three: counts, read when the threads have ended.
  void note_sent(std::size_t value) {
    sent_[value].fetch_add(1, std::memory_order_relaxed);
  }
  void note_received(const Value& value) {
    expect(value != nullptr, "a value arrives whole");
    received_[*value].fetch_add(1, std::memory_order_relaxed);
  }
  void expect_balanced() const {
    for (std::size_t value = 0; value < sent_.size(); ++value) {
      const int sent = sent_[value].load(std::memory_order_relaxed);
      const int received = received_[value].load(std::memory_order_relaxed);
      expect(received >= sent, "nothing that was sent is lost");
      expect(received <= sent, "nothing comes twice, or was refused and comes");
    }
  }

 private:
  std::vector<std::atomic<int>> sent_;
  std::vector<std::atomic<int>> received_;
};

Clock::time_point soon(Random& random) {
  return Clock::now() + std::chrono::microseconds(random.between(0, 100));
}

template <typename AnyChannel>
Outcome send_somehow(AnyChannel& channel, Value&& value, std::stop_token stop,
                     Random& random) {
  switch (random.between(0, 3)) {
    case 0:
      return channel.try_send(std::move(value));
    case 1:
      return channel.send_until(std::move(value), soon(random), stop);
    default:
      return channel.send(std::move(value), stop);
  }
}

template <typename AnyChannel>
Expected<Value> receive_somehow(AnyChannel& channel, std::stop_token stop,
                                Random& random) {
  switch (random.between(0, 3)) {
    case 0:
      return channel.try_receive();
    case 1:
      return channel.receive_until(soon(random), stop);
    default:
      return channel.receive(stop);
  }
}

// Sends all of a sender's values, each again until it is sent. False: closed.
template <typename AnyChannel>
bool send_all(AnyChannel& channel, int sender, Ledger& ledger,
              Cancellation& cancellation, int thread, Random& random) {
  for (std::size_t i = 0; i < kValuesOfASender; ++i) {
    const std::size_t number =
        static_cast<std::size_t>(sender) * kValuesOfASender + i;
    Value value = std::make_unique<std::size_t>(number);
    for (;;) {
      if (random.one_in(8)) cancellation.strike(random);
      const Outcome outcome = send_somehow(channel, std::move(value),
                                           cancellation.token(thread), random);
      if (outcome == Outcome::closed) return false;
      if (outcome == Outcome::done) break;
      expect(value != nullptr, "what was not sent is still the sender's");
    }
    ledger.note_sent(number);
  }
  return true;
}

template <typename AnyChannel>
void receive_all(AnyChannel& channel, Ledger& ledger,
                 Cancellation& cancellation, int thread, Random& random) {
  for (;;) {
    if (random.one_in(8)) cancellation.strike(random);
    Expected<Value> value =
        receive_somehow(channel, cancellation.token(thread), random);
    if (value) ledger.note_received(*value);
    if (value.outcome() == Outcome::closed) return;
  }
}

// The first half of the threads send, the others receive. The last sender to
// end closes, and in some rounds one of them earlier.
template <typename AnyChannel>
void pass_values(AnyChannel& channel, const Round& round, int senders,
                 bool closes_early) {
  Ledger ledger(senders);
  Cancellation cancellation(round.threads);
  std::atomic<int> still_sending = senders;
  run_threads(round, [&](int thread, Random& random) {
    if (thread >= senders) {
      receive_all(channel, ledger, cancellation, thread, random);
      return;
    }
    send_all(channel, thread, ledger, cancellation, thread, random);
    // WHY acq_rel: the last closes after what the others have sent.
    if (still_sending.fetch_sub(1, std::memory_order_acq_rel) == 1 ||
        closes_early) {
      channel.close();
    }
  });
  ledger.expect_balanced();
}

std::size_t random_capacity(Random& random) {
  return random.one_in(3) ? 64 : static_cast<std::size_t>(random.between(1, 5));
}

}  // namespace

void stress_channel(const Round& round) {
  Random shape(round.seed);
  Channel<Value> channel(random_capacity(shape));
  const auto senders = static_cast<int>(shape.between(1, round.threads - 1));
  pass_values(channel, round, senders, shape.one_in(3));
}

void stress_rendezvous(const Round& round) {
  Random shape(round.seed);
  Channel<Value> channel(0);
  const auto senders = static_cast<int>(shape.between(1, round.threads - 1));
  pass_values(channel, round, senders, shape.one_in(3));
}

void stress_spsc_channel(const Round& round) {
  Random shape(round.seed);
  SpscChannel<Value> channel(random_capacity(shape));
  pass_values(channel, {.threads = 2, .seed = round.seed}, 1, false);
}

void stress_select(const Round& round) {
  Random shape(round.seed);
  Channel<Value> first(random_capacity(shape));
  Channel<Value> second(static_cast<std::size_t>(shape.between(0, 2)));
  const int senders = round.threads / 2;
  const bool receives = shape.one_in(2);
  Ledger ledger(senders);
  Cancellation cancellation(round.threads);
  std::atomic<int> still_sending = senders;

  run_threads(round, [&](int thread, Random& random) {
    if (thread < senders) {
      Channel<Value>& mine = thread % 2 == 0 ? first : second;
      send_all(mine, thread, ledger, cancellation, thread, random);
      // WHY acq_rel: the last closes after what the others have sent.
      if (still_sending.fetch_sub(1, std::memory_order_acq_rel) == 1) {
        first.close();
        second.close();
      }
      return;
    }
    // WHY one that does not select: who receives and who selects wait at the
    // same channel in two ways, and a wake-up is for either.
    if (receives && thread == senders) {
      receive_all(first, ledger, cancellation, thread, random);
      return;
    }
    for (;;) {
      if (random.one_in(8)) cancellation.strike(random);
      const sync::Deadline deadline =
          random.one_in(3) ? sync::Deadline(soon(random)) : sync::Deadline();
      const auto next =
          select(std::tie(first, second), deadline, cancellation.token(thread));
      if (next) {
        std::visit([&](const Value& value) { ledger.note_received(value); },
                   *next);
      }
      if (next.outcome() == Outcome::closed) return;
    }
  });
  ledger.expect_balanced();
}

}  // namespace hb::stress
