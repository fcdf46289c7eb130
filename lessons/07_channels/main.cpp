// Lesson 07: channels
//
// Shows  A channel hands a value to another thread and, with the value, all
//        that the sender wrote before it. A full channel makes the sender
//        wait. Ending a stream with a marker takes one marker per receiver.
//        A thread that waits for several channels and for a time selects.
// Run    ./workbook lesson 07 (prints expected.txt), then ./workbook check 07a

#include <cstdio>
#include <memory>
#include <optional>
#include <sstream>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include "back_pressure.hpp"
#include "channel.hpp"
#include "copy_command.hpp"
#include "lesson/arguments.hpp"
#include "marc/record_generator.hpp"
#include "marc_copy.hpp"
#include "markers.hpp"
#include "media_queue.hpp"

namespace {

using hb::Channel;

// #region order
void values_arrive_in_order() {
  Channel<std::optional<int>> channel(10);
  std::jthread sender([&] {
    for (int i = 0; i < 5; ++i) channel.send(i);
    channel.send(std::nullopt);  // the marker: nothing follows
  });
  while (const auto value = channel.receive()) std::printf("Got: %d\n", *value);
}
// #endregion order

// #region publish
void a_value_carries_what_came_before_it() {
  int answer = 0;  // neither locked nor atomic
  Channel<bool> ready(1);
  std::jthread worker([&] {
    answer = 42;
    ready.send(true);  // the unlock in here ...
  });
  ready.receive();  // ... happens before the lock in here
  std::printf("published:   %d\n", answer);
}
// #endregion publish

// #region move
void a_move_hands_the_value_over() {
  using Buffer = std::unique_ptr<std::vector<char>>;
  static_assert(!std::is_copy_constructible_v<Buffer>);
  Channel<Buffer> channel(1);
  auto buffer = std::make_unique<std::vector<char>>(1000, 'x');
  std::size_t received = 0;
  std::jthread receiver([&] { received = channel.receive()->size(); });
  channel.send(std::move(buffer));
  receiver.join();
  std::printf("moved:       %zu bytes, the sender keeps %s\n", received,
              buffer ? "them" : "none");
}
// #endregion move

void records_cross_a_channel(bool verbose) {
  std::istringstream file(hb::marc::generate_records(7, 500));
  std::ostringstream copy;
  const hb::CopyReport report = hb::copy_records(file, copy);
  std::printf("MARC:        %zu records, %zu bytes, the copy %s\n",
              report.records, copy.str().size(),
              copy.str() == file.str() ? "is equal" : "DIFFERS");
  if (verbose) {
    std::printf("waits:       %zu records found the channel of 100 full\n",
                report.waits);
  }
}

}  // namespace

int main(int argc, char** argv) {
  hb::CopyCommand copy;
  hb::LessonArguments arguments(
      {"07", "channels",
       "A channel that waits when it is empty and when it is full, streams "
       "that end with markers, and MARC records copied by two threads.",
       3});
  arguments.add_text("--file", "copy this file of MARC records", copy.file);
  arguments.add_text("--output", "where the copy goes (or a temporary file)",
                     copy.output);
  arguments.add_flag("--verbose", "count the waits at a full channel",
                     copy.verbose);
  const unsigned receivers = arguments.read(argc, argv);
  if (!copy.file.empty() || !copy.output.empty()) return hb::run(copy);

  values_arrive_in_order();
  hb::an_unbounded_channel_takes_all_that_is_sent();
  hb::a_full_channel_makes_the_sender_wait();
  a_value_carries_what_came_before_it();
  a_move_hands_the_value_over();
  hb::a_marker_ends_one_receiver();
  hb::many_senders_and_many_receivers(receivers);
  records_cross_a_channel(copy.verbose);
  hb::inputs_cross_a_media_queue();
}
