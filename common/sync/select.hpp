// Receive from whichever of several channels has something first.
//
//   Channel<Picture> pictures(8);
//   Channel<Sound> sounds(64);
//   const auto next = select(std::tie(pictures, sounds), deadline, stop);
//   if (!next) ...next.outcome()...
//   if (const Picture* picture = std::get_if<0>(&*next)) ...
//
// Channels that are closed and empty are left out. `closed` means that all of
// them are.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <stop_token>
#include <tuple>
#include <utility>
#include <variant>

#include "sync/event_count.hpp"
#include "sync/futex.hpp"
#include "sync/outcome.hpp"
#include "sync/parker.hpp"
#include "sync/spin.hpp"

namespace hb::sync {

// The value of channel i is alternative i.
template <typename... Channels>
using Selected = Expected<std::variant<typename Channels::Value...>>;

namespace detail {

// An observer at every event count, from its construction to its end.
template <std::size_t N>
class Observation {
 public:
  Observation(const std::array<EventCount*, N>& events, Parker& parker)
      : events_(events) {
    for (std::size_t i = 0; i < N; ++i) {
      observers_[i].parker = &parker;
      events_[i]->observe(observers_[i]);
    }
  }

  ~Observation() {
    for (std::size_t i = 0; i < N; ++i) {
      // WHY pass it on: that channel told this thread, and nobody else, and
      // another's value may be what this thread took.
      if (!events_[i]->stop_observing(observers_[i])) events_[i]->notify_one();
    }
  }

  Observation(const Observation&) = delete;
  Observation& operator=(const Observation&) = delete;

 private:
  const std::array<EventCount*, N>& events_;
  std::array<EventCount::Observer, N> observers_;
};

template <typename Result, typename... Channels, std::size_t... Is>
Result try_select(std::tuple<Channels&...> channels, std::size_t first,
                  std::index_sequence<Is...>) {
  constexpr std::size_t kCount = sizeof...(Channels);
  std::optional<Result> result;
  bool is_open = false;
  const auto try_one = [&]<std::size_t I>() {
    auto value = std::get<I>(channels).try_receive();
    if (value) {
      using Variant = std::variant<typename Channels::Value...>;
      result.emplace(Variant(std::in_place_index<I>, *std::move(value)));
    }
    is_open |= value.outcome() == Outcome::would_block;
  };
  for (std::size_t turn = 0; turn < kCount && !result; ++turn) {
    const std::size_t chosen = (first + turn) % kCount;
    (void)((Is == chosen && (try_one.template operator()<Is>(), true)) || ...);
  }
  if (result) return *std::move(result);
  return is_open ? Outcome::would_block : Outcome::closed;
}

// Where this thread's next select begins to look.
inline thread_local std::size_t next_first = 0;

}  // namespace detail

// Waits for the first value of any of `channels`, which are Channel and
// SpscChannel. Fair: each call of a thread begins to look one channel further,
// so one that always has something does not keep the others waiting.
//
// Outcomes as of receive (channel.hpp). Looks at every channel once: O(number
// of channels). Anybody else may receive from them, too; but a rendezvous's
// try_send does not meet a receiver that selects.
template <typename... Channels>
Selected<Channels...> select(std::tuple<Channels&...> channels,
                             const Deadline& deadline = {},
                             std::stop_token stop = {}) {
  using Result = Selected<Channels...>;
  const std::size_t first = detail::next_first++;
  const auto attempt = [&] {
    return detail::try_select<Result>(channels, first,
                                      std::index_sequence_for<Channels...>());
  };
  if (stop.stop_requested()) return Outcome::stopped;
  for (Spin spin;;) {
    Result result = attempt();
    if (result.outcome() != Outcome::would_block) return result;
    if (!spin.again()) break;
  }
  const auto events = std::apply(
      [](Channels&... channel) {
        return std::array<EventCount*, sizeof...(Channels)>{
            &channel.not_empty()...};
      },
      channels);
  for (;;) {
    Parker parker;
    const std::stop_callback wake(stop, [&] { parker.signal(); });
    const detail::Observation observation(events, parker);
    Result result = attempt();
    if (result.outcome() != Outcome::would_block) return result;
    if (stop.stop_requested()) return Outcome::stopped;
    const bool is_late = !parker.park(deadline);
    result = attempt();
    if (result.outcome() != Outcome::would_block) return result;
    if (stop.stop_requested()) return Outcome::stopped;
    if (is_late) return Outcome::timed_out;
  }
}

}  // namespace hb::sync
