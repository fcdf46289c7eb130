// 22f  shutdown: drain, then end
//
// Situation  A pipeline reads, works and writes, until the input ends. Nobody
//            hears Ctrl-C. Whoever kills it is left with half a file, and
//            whoever only made the reader stop had it called complete.
//
// Task       Let run() end in order when it is asked to:
//              - the first request ends reading, also while the reader waits;
//                all that was accepted is written, and it is `interrupted`;
//              - the second one, or `grace` after the first, ends all waits,
//                and lets `work` give up: `forced`. What it returns then is
//                not written;
//              - `complete` is for an input that was read and written to its
//                end;
//              - all places are back in the window, in each of these cases.
//
// Rules      1. Edit this file only, below the line that says so.
//            2. Permits, Permit, BoundedChannel and Event are right as they
//               are, in common/lesson. After a request the window is not used
//               again: you may close it.
//
// Check      ./workbook check 22f
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
                  const Requests& /*requests*/,
                  std::chrono::steady_clock::duration /*grace*/) {
  BoundedChannel<Chunk> raw(1);
  BoundedChannel<Chunk> finished(1);
  Event give_up;
  std::jthread worker([&] {
    while (std::optional<Chunk> chunk = raw.receive()) {
      chunk->data = stages.work(chunk->data, give_up);
      if (!finished.send(*std::move(chunk))) break;
    }
    finished.close();
  });
  std::jthread writer([&] {
    while (const std::optional<Chunk> chunk = finished.receive()) {
      stages.write(chunk->data);
    }
  });
  while (true) {
    Permit place(window);
    const std::optional<int> data = stages.read();
    if (!data || !raw.send({*data, std::move(place)})) break;
  }
  raw.close();
  // TODO: who waits for what when a request comes, and who tells them?
  return Ending::complete;
}

}  // namespace hb
