// Several functions at once, and what all of them return.
#pragma once

#include <cstddef>
#include <optional>
#include <stop_token>
#include <tuple>
#include <utility>

#include "exec/claims.hpp"
#include "exec/crew.hpp"
#include "exec/task.hpp"
#include "exec/worker_pool.hpp"
#include "sync/outcome.hpp"

namespace hb::exec {

// The results of all bodies, std::monostate for void. Errors and stop as with
// parallel_map: the first error asks the others to stop, waits for those that
// have begun, and is thrown.
//
//   auto both = when_all(
//       pool, stop, [] { return read("a"); },
//       [](std::stop_token asked) { return read("b", asked); });
//   if (both) use(std::get<0>(*both), std::get<1>(*both));
//
// REQUIRES: no body waits for another: on a busy pool they run one by one.
template <typename... Bodies>
auto when_all(WorkerPool& pool, std::stop_token stop, Bodies... bodies) {
  using Results = std::tuple<detail::Kept<detail::ResultOf<Bodies>>...>;
  using Answer = sync::Expected<Results>;
  std::tuple<std::optional<detail::Kept<detail::ResultOf<Bodies>>>...> slots;
  Crew crew(stop);
  const auto all = [&]<std::size_t... n>(std::index_sequence<n...>) {
    auto calls = std::tie(bodies...);
    Task tasks[] = {Task([&] {
      std::get<n>(slots).emplace(detail::keep(std::get<n>(calls), crew));
    })...};
    return detail::for_each_index(pool, crew, sizeof...(n),
                                  [&](std::size_t i) { tasks[i](); });
  };
  const sync::Outcome outcome = all(std::index_sequence_for<Bodies...>{});
  if (outcome != sync::Outcome::done) return Answer(outcome);
  return std::apply(
      [](auto&... slot) { return Answer(Results(std::move(*slot)...)); },
      slots);
}

}  // namespace hb::exec
