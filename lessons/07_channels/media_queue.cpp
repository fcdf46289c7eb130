#include "media_queue.hpp"

#include <cstdio>
#include <latch>
#include <optional>
#include <tuple>
#include <vector>

#include "sync/select.hpp"

namespace hb {

void MediaQueue::schedule(Clock::time_point time,
                          std::function<void()> callback) {
  // WHY no lock: the thread reads callbacks_ after the rendezvous of start().
  callbacks_.emplace(time, std::move(callback));
}

// #region add
void MediaQueue::Queue::add(Frame frame) {
  {
    std::lock_guard lock(mutex);
    frames.push_back(frame);
  }
  // WHY after the unlock: this waits for the thread, and the thread takes the
  // frame under the lock.
  arrived.send(true);
}

Frame MediaQueue::Queue::take() {
  std::lock_guard lock(mutex);
  const Frame frame = frames.front();  // one for each message of arrived
  frames.pop_front();
  return frame;
}
// #endregion add

MediaQueue::~MediaQueue() {
  start_.close();
  pictures_.arrived.close();
  sounds_.arrived.close();
}

void MediaQueue::run() {
  if (start_.receive()) pass_on();
  renderer_.close();
  mixer_.close();
}

// #region run
void MediaQueue::pass_on() {
  while (true) {
    run_what_is_due();
    std::optional<Clock::time_point> next;
    if (!callbacks_.empty()) next = callbacks_.begin()->first;
    const auto arrived =
        sync::select(std::tie(pictures_.arrived, sounds_.arrived), next);
    if (arrived.outcome() == sync::Outcome::closed) return;
    if (!arrived) continue;  // the time of a callback has come
    const bool is_picture = arrived->index() == 0;
    (is_picture ? renderer_ : mixer_)
        .send((is_picture ? pictures_ : sounds_).take());
  }
}
// #endregion run

void MediaQueue::run_what_is_due() {
  const auto now = Clock::now();
  while (!callbacks_.empty() && callbacks_.begin()->first <= now) {
    callbacks_.begin()->second();
    callbacks_.erase(callbacks_.begin());
  }
}

namespace {

// Takes all that comes, and says whether each input's frames were in order.
class Consumer {
 public:
  explicit Consumer(const char* name) : name_(name) {}

  void take_all(MediaQueue::Output& frames) {
    while (const auto frame = frames.receive()) {
      ++count_;
      is_in_order_ &= frame->number == ++last_[frame->input];
    }
  }

  void print() const {
    std::printf("%s %d of 9 from %zu inputs, each input's %s\n", name_, count_,
                last_.size(), is_in_order_ ? "in order" : "NOT in order");
  }

 private:
  const char* name_;
  int count_ = 0;
  bool is_in_order_ = true;
  std::map<int, int> last_;  // of each input
};

}  // namespace

// #region inputs
void inputs_cross_a_media_queue() {
  MediaQueue::Output to_renderer(4);
  MediaQueue::Output to_mixer(4);
  Consumer pictures("pictures:   ");
  Consumer sounds("sounds:     ");
  std::latch called(1);
  {
    std::jthread renderer([&] { pictures.take_all(to_renderer); });
    std::jthread mixer([&] { sounds.take_all(to_mixer); });
    MediaQueue queue(to_renderer, to_mixer);
    const auto soon = MediaQueue::Clock::now() + std::chrono::milliseconds(5);
    queue.schedule(soon, [&] { called.count_down(); });
    queue.start();
    std::vector<std::jthread> inputs;
    for (int input = 1; input <= 3; ++input) {
      inputs.emplace_back([&, input] {
        for (int number = 1; number <= 3; ++number) {
          if (number == 3) called.wait();  // nothing comes until then
          queue.add_picture({input, number});
          queue.add_sound({input, number});
        }
      });
    }
  }  // the inputs end, then the queue, then who takes from it
  pictures.print();
  sounds.print();
  std::printf("callback:    %s\n", called.try_wait() ? "ran" : "did NOT run");
}
// #endregion inputs

}  // namespace hb
