// The words of each line of standard input, counted by several threads and
// printed in the order of the lines, as by awk '{ print NF }'.
//
//   pipeline [WORKERS] <input.txt
//
// Exit: 0 all is printed; 1 an error, and the pieces before it are printed; 2
// wrong call; 130 Ctrl-C. Memory: two pieces of 64 KiB a worker and a few more,
// however long the input.
#include <cstddef>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <optional>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <utility>

#include "exec/worker_count.hpp"
#include "exec/worker_pool.hpp"
#include "sync/channel.hpp"
#include "terminal.hpp"

using hb::exec::Handle;
using hb::exec::Remaining;
using hb::exec::WorkerPool;
using hb::sync::Channel;
using hb::sync::Expected;
using hb::sync::Outcome;

// What a worker does with a piece: the number of words of each of its lines.
std::string count_words(const std::string& lines) {
  std::string counts;
  std::size_t words = 0;
  bool inside = false;
  for (const char c : lines) {
    if (c == '\0') throw std::runtime_error("a zero byte: this is no text");
    const bool blank = c == ' ' || c == '\t' || c == '\n';
    if (!blank && !inside) ++words;
    inside = !blank;
    if (c == '\n') counts += std::to_string(std::exchange(words, 0)) + '\n';
  }
  // The last line of a file may lack its end.
  if (lines.back() != '\n') counts += std::to_string(words) + '\n';
  return counts;
}

void run(Input& input, std::size_t workers, std::stop_source stop) {
  // Handles in the order of the input, which the workers need not keep. WHY
  // this bounds all: no piece is read before the handle of the last has room.
  Channel<Handle<std::string>> in_order(2 * workers);
  WorkerPool counters(workers);
  WorkerPool reader(1);
  // After a stop nobody waits for what no worker has begun.
  const std::stop_callback drop(stop.get_token(),
                                [&] { counters.close(Remaining::drop); });

  Handle<void> reading = reader.submit([&] {
    // WHY an object: the writer's loop has to end after an error, too.
    const struct Closing {
      Channel<Handle<std::string>>& channel;
      ~Closing() { channel.close(); }
    } closing{in_order};
    while (std::optional<std::string> lines = input.next(stop.get_token())) {
      Handle<std::string> counts = counters.submit(
          [lines = *std::move(lines)] { return count_words(lines); });
      const Outcome sent = in_order.send(std::move(counts), stop.get_token());
      if (sent != Outcome::done) return;
    }
  });

  try {
    while (auto next = in_order.receive(stop.get_token())) {
      const Expected<std::string> counts = next->get(stop.get_token());
      if (!counts) break;  // stopped; WHY no next one: it would leave a gap
      std::cout << *counts << std::flush;
      if (!std::cout) throw std::runtime_error("standard output");
    }
    reading.get();  // throws what the reader threw
  } catch (...) {
    // WHY here: the reader may wait for input, or for room in the channel, and
    // its pool waits for it.
    stop.request_stop();
    throw;
  }
}

int main(int argc, char** argv) try {
  using hb::exec::Work;
  const std::size_t workers = argc > 1 ? std::strtoul(argv[1], nullptr, 10)
                                       : hb::exec::worker_count(Work::computes);
  if (workers < 1 || workers > 256) {
    std::cerr << "usage: pipeline [WORKERS, 1 to 256] <INPUT\n";
    return 2;
  }
  std::stop_source stop;
  const Interrupt interrupt(stop);
  Input input;
  run(input, workers, stop);
  return stop.stop_requested() ? 130 : 0;
} catch (const std::exception& error) {
  std::cerr << "error: " << error.what() << '\n';
  return 1;
}
