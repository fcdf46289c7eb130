// Two levels of limits, many files, and nothing kept at the end.

#include <cstdint>
#include <deque>

#include "stress/tests.hpp"
#include "sync/resource_manager.hpp"

namespace hb::stress {
namespace {

using sync::FileLimit;
using sync::Outcome;
using sync::ResourceManager;

}  // namespace

void stress_resource_manager(const Round& round) {
  Random shape(round.seed);
  const std::int64_t memory = shape.between(1, 100);
  ResourceManager all({.cpu_tokens = shape.between(1, 3),
                       .io_tokens = shape.between(1, 3),
                       .memory_bytes = memory});
  std::deque<FileLimit> files;
  for (int i = 0; i < 3; ++i) files.emplace_back(all, shape.between(1, 4));
  Cancellation cancellation(round.threads);

  run_threads(round, [&](int thread, Random& random) {
    for (int i = 0; i < 150; ++i) {
      if (random.one_in(6)) cancellation.strike(random);
      FileLimit& file = files[static_cast<std::size_t>(random.between(0, 2))];
      if (random.one_in(3)) {
        if (all.acquire_io(cancellation.token(thread)) == Outcome::done) {
          all.release_io();
        }
        continue;
      }
      const auto lease = file.task_lease(random.between(0, memory),
                                         cancellation.token(thread));
      if (!lease) continue;
      expect(all.cpu().in_use() <= all.cpu().capacity(), "no token too many");
      expect(file.tasks().in_use() <= file.tasks().capacity(),
             "no task too many of a file");
    }
  });
  expect(all.all_returned(), "all is back");
}

}  // namespace hb::stress
