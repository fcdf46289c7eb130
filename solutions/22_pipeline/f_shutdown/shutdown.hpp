// 22f  shutdown: drain, then end (solution)
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <stop_token>
#include <thread>
#include <utility>

#include "lesson/bounded_channel.hpp"
#include "lesson/event.hpp"
#include "lesson/permit.hpp"

namespace hb {

// What was read, and its place in the window, which goes back with it.
struct Chunk {
  int data = 0;
  Permit place = {};
};

// What the three stages do; none of it throws. `read` returns nullopt at the
// end of the input. `work` may take for ever, and gives up when its event is
// set.
struct Stages {
  std::function<std::optional<int>()> read;
  std::function<int(int, Event&)> work;
  std::function<void(int)> write;
};

// The first and the second time that somebody asks to stop: Ctrl-C, twice.
struct Requests {
  std::stop_token first;
  std::stop_token second;
};

// complete: all of the input is written. interrupted: all that was accepted is,
// that is, sent to the worker. forced: some of that may be missing.
enum class Ending { complete, interrupted, forced };

// Runs the stages, `read` on the calling thread, until the input ends or a
// request ends it. A chunk has a place of `window` until it is written.
// ---------------------------------------------------- edit below this line
inline Ending run(const Stages& stages, Permits& window,
                  const Requests& requests,
                  std::chrono::steady_clock::duration grace) {
  BoundedChannel<Chunk> raw(1);
  BoundedChannel<Chunk> finished(1);
  Event is_over;             // the writer has ended
  Event is_over_or_stopped;  // or a request has come
  Event give_up;             // by the second request, or by the grace

  // WHY close, at the front alone: it ends the reader's waits, for a place and
  // for room, and what the others have, or can still receive, goes its way.
  const std::stop_callback on_first(requests.first, [&] {
    window.close();
    raw.close();
    is_over_or_stopped.set();
  });
  // WHY cancel: it ends the worker's wait and drops chunks with their places.
  // WHY first: what `work` returns when it gives up must not be written.
  const auto force = [&] {
    finished.cancel();
    give_up.set();
  };
  const std::stop_callback on_second(requests.second, force);

  std::jthread worker([&] {
    while (std::optional<Chunk> chunk = raw.receive()) {
      chunk->data = stages.work(chunk->data, give_up);
      if (!finished.send(*std::move(chunk))) break;
    }
    // WHY here: behind the last send, and the writer's end waits for it.
    finished.close();
  });
  std::jthread writer([&] {
    while (const std::optional<Chunk> chunk = finished.receive()) {
      stages.write(chunk->data);
    }
    is_over.set();
    is_over_or_stopped.set();
  });

  bool is_all_read = false;
  while (true) {
    Permit place(window);
    if (!place) break;
    const std::optional<int> data = stages.read();
    if (!data) {
      // WHY here alone: every other way out is a request.
      is_all_read = true;
      break;
    }
    if (!raw.send({*data, std::move(place)})) break;
  }
  raw.close();

  // WHY two waits: without a request there is no hurry, and the grace begins
  // with it, also if it comes now. Pairs with the writer's end and on_first.
  is_over_or_stopped.wait();
  const bool is_late = !is_over.wait_for(grace);
  if (is_late) force();
  // The threads are joined last, where they end.
  // WHY not give_up: the writer can end between cancel() and set().
  if (is_late || requests.second.stop_requested()) return Ending::forced;
  return is_all_read ? Ending::complete : Ending::interrupted;
}

}  // namespace hb
