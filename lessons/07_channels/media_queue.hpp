// The queue of a video mixer: inputs bring pictures and sound at their own
// times, one thread passes them on, and calls back when a time has come.
//
// Thread safety: all but the constructor and the destructor may be called from
// any number of threads.
#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <thread>

#include "sync/channel.hpp"

namespace hb {

struct Frame {
  int input;
  int number;  // of this input, from 1
};

// #region media_queue
class MediaQueue {
 public:
  using Clock = std::chrono::steady_clock;
  using Output = sync::Channel<Frame>;

  // REQUIRES: the outputs live longer than the queue.
  MediaQueue(Output& renderer, Output& mixer)
      : renderer_(renderer), mixer_(mixer), thread_([this] { run(); }) {}
  // What has been added is passed on; then the outputs are closed.
  ~MediaQueue();

  // Has `callback` run once, at `time` or soon after. REQUIRES: not started.
  void schedule(Clock::time_point time, std::function<void()> callback);

  // Returns when the thread has begun: a rendezvous.
  void start() { start_.send(true); }
  void add_picture(Frame frame) { pictures_.add(frame); }
  void add_sound(Frame frame) { sounds_.add(frame); }

 private:
  // Frames under a lock of their own: who adds sound never waits for pictures.
  struct Queue {
    void add(Frame frame);
    Frame take();

    std::mutex mutex;
    std::deque<Frame> frames;        // guarded by mutex
    sync::Channel<bool> arrived{0};  // a rendezvous for each frame
  };

  void run();
  void pass_on();
  void run_what_is_due();

  Queue pictures_;
  Queue sounds_;
  sync::Channel<bool> start_{0};
  std::multimap<Clock::time_point, std::function<void()>> callbacks_;
  Output& renderer_;
  Output& mixer_;
  std::jthread thread_;  // last: it uses all of the above
};
// #endregion media_queue

void inputs_cross_a_media_queue();

}  // namespace hb
