// Boost.Fiber: on the calling thread, and on one thread a processor.

#include <boost/fiber/all.hpp>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "exec/worker_pool.hpp"
#include "spawn.hpp"

namespace hb {
namespace {

using boost::fibers::fiber;

constexpr std::size_t kFibersAlive = 256;

void run_in_fiber(Job& job, std::size_t n) {
  job.run(n,
          [] { boost::this_fiber::sleep_for(std::chrono::milliseconds(1)); });
}

// Tasks first, first + step, ...; each in a fiber of this thread.
template <typename Stacks>
void run_some(Job& job, Stacks stacks, std::size_t first, std::size_t step) {
  std::deque<fiber> alive;
  for (std::size_t n = first; n < job.tasks(); n += step) {
    if (alive.size() == kFibersAlive) {
      alive.front().join();
      alive.pop_front();
    }
    alive.emplace_back(std::allocator_arg, stacks,
                       [&job, n] { run_in_fiber(job, n); });
  }
  for (fiber& last : alive) last.join();
}

template <typename Stacks>
Run on_one_thread() {
  return [stacks = Stacks()](Job& job) { run_some(job, stacks, 0, 1); };
}

// One scheduler a thread, and the tasks dealt out beforehand: fibers stay where
// they were started.
Run on_a_thread_a_processor() {
  using Stacks = boost::fibers::pooled_fixedsize_stack;
  auto pool = std::make_shared<exec::WorkerPool>(
      exec::WorkerPool::builder().threads(processors()).at_once(1));
  auto stacks = std::make_shared<std::vector<Stacks>>(processors());
  return [=](Job& job) {
    for (std::size_t t = 0; t < processors(); ++t) {
      pool->post([=, &job] { run_some(job, (*stacks)[t], t, processors()); });
    }
    std::ignore = pool->wait_until_idle();
  };
}

}  // namespace

void add_fibers(Kind kind) {
  using boost::fibers::fixedsize_stack;
  using boost::fibers::pooled_fixedsize_stack;
  add_way("fibers, one thread", kind, on_one_thread<fixedsize_stack>);
  add_way("fibers, one thread, pooled stacks", kind,
          on_one_thread<pooled_fixedsize_stack>);
  add_way("fibers, thread a processor, pooled stacks", kind,
          on_a_thread_a_processor);
}

}  // namespace hb
