// A reader sees a whole value, never an older one than before, and no update is
// lost.

#include <cstdint>
#include <optional>

#include "stress/tests.hpp"
#include "sync/snapshot.hpp"

namespace hb::stress {
namespace {

struct Pair {
  std::int64_t number = 0;
  std::int64_t negative = 0;
};

Pair next(const Pair& now) { return {now.number + 1, now.negative - 1}; }

}  // namespace

void stress_snapshot(const Round& round) {
  constexpr int kSteps = 300;
  std::optional<sync::Snapshot<Pair>> snapshot(Pair{});

  run_threads(round, [&](int thread, Random& random) {
    const bool writes = thread < 2;
    sync::Snapshot<Pair>::Reader reader(*snapshot);
    std::int64_t last = 0;
    for (int i = 0; i < kSteps; ++i) {
      if (writes) snapshot->update(next);
      const Pair& seen = reader.read();
      expect(seen.number + seen.negative == 0, "a value is seen whole");
      expect(seen.number >= last, "no older value comes after a newer one");
      last = seen.number;
      if (random.one_in(20)) reader = sync::Snapshot<Pair>::Reader(*snapshot);
    }
  });
  expect(snapshot->get()->number == 2 * kSteps, "no update is lost");

  sync::Snapshot<Pair>::Reader survivor(*snapshot);
  snapshot.reset();
  expect(survivor.read().number == 2 * kSteps, "a reader outlives it");
}

}  // namespace hb::stress
