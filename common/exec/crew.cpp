#include "exec/crew.hpp"

#include <utility>
#include <vector>

namespace hb::exec {

void Crew::fail() {
  {
    std::lock_guard lock(mutex_);
    if (error_ == nullptr) error_ = std::current_exception();
  }
  stop_.request_stop();
}

void Crew::work(const std::function<bool()>& step) {
  try {
    while (!stopped() && step()) {
    }
  } catch (...) {
    fail();
  }
}

// WHY the references are good: they are the caller's, which does not return
// while somebody is inside; and nobody comes in once the door is closed.
void Crew::help(Door& door, Crew& crew, const std::function<bool()>& step) {
  {
    std::lock_guard lock(door.mutex);
    if (!door.open) return;
    ++door.inside;
  }
  crew.work(step);
  std::lock_guard lock(door.mutex);
  if (--door.inside == 0 && !door.open) door.empty.set();
}

sync::Outcome Crew::run(WorkerPool& pool, std::size_t threads,
                        const std::function<bool()>& step) {
  const auto door = std::make_shared<Door>();
  std::vector<Task> helpers;
  for (std::size_t n = 1; n < threads; ++n) {
    helpers.emplace_back([door, this, &step] { help(*door, *this, step); });
  }
  if (!helpers.empty()) pool.post_all(helpers);
  work(step);
  bool wait = false;
  {
    std::lock_guard lock(door->mutex);
    door->open = false;
    wait = door->inside > 0;
  }
  // WHY without a stop token: what still runs uses what the caller owns. A stop
  // has reached it by stop_token().
  if (wait) std::ignore = door->empty.wait();
  // WHY no lock: nobody else is left.
  if (error_ != nullptr) std::rethrow_exception(error_);
  return stopped() ? sync::Outcome::stopped : sync::Outcome::done;
}

}  // namespace hb::exec
