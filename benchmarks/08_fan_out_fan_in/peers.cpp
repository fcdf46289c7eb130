// Other libraries, where they are installed: `./workbook setup peers`.

#include <cstddef>
#include <memory>

#include "spawn.hpp"

#ifdef HB_HAVE_TBB
#include <tbb/global_control.h>
#include <tbb/task_arena.h>
#include <tbb/task_group.h>
#endif

namespace hb {
namespace {

#ifdef HB_HAVE_TBB
// The caller works as well: an arena for it and one worker less.
Run tbb_task_group() {
  auto arena =
      std::make_shared<tbb::task_arena>(static_cast<int>(processors()));
  return [arena](Job& job) {
    arena->execute([&] {
      tbb::task_group group;
      for (std::size_t n = 0; n < job.tasks(); ++n) {
        group.run([&job, n] { job.run(n); });
      }
      group.wait();
    });
  };
}
#endif

#ifdef HB_HAVE_OPENMP
// WHY tasks and not a taskloop: inside `single`, taskloop ran on one thread.
Run openmp_tasks() {
  return [](Job& job) {
    const int threads = static_cast<int>(processors());
#pragma omp parallel num_threads(threads)
#pragma omp single
    for (std::size_t n = 0; n < job.tasks(); ++n) {
#pragma omp task firstprivate(n) shared(job)
      job.run(n);
    }
  };
}
#endif

}  // namespace

void add_peers([[maybe_unused]] Kind kind) {
#ifdef HB_HAVE_TBB
  add_way("tbb task_group", kind, tbb_task_group);
#endif
#ifdef HB_HAVE_OPENMP
  add_way("openmp tasks", kind, openmp_tasks);
#endif
}

}  // namespace hb
