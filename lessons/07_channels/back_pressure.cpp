#include "back_pressure.hpp"

#include <cstdio>
#include <thread>

#include "channel.hpp"

namespace hb {

// #region unbounded
void an_unbounded_channel_takes_all_that_is_sent() {
  Channel<int> channel(kUnbounded);
  Channel<bool> start(1);
  int sum = 0;
  std::jthread consumer([&] {
    start.receive();
    for (int i = 0; i < 100; ++i) sum += channel.receive();
  });
  for (int i = 0; i < 100; ++i) channel.send(i);
  std::printf("unbounded:   100 of 100 sent, none taken");  // all in memory
  start.send(true);
  consumer.join();
  std::printf("; then taken, sum %d\n", sum);
}
// #endregion unbounded

// #region full
void a_full_channel_makes_the_sender_wait() {
  Channel<int> channel(4);
  Channel<bool> filled(1);
  int sent = 0;  // neither locked nor atomic
  std::jthread sender([&] {
    for (int i = 0; i < 6; ++i) {
      channel.send(i);  // the fifth call waits in here ...
      ++sent;
      if (sent == 4) filled.send(true);
    }
  });
  filled.receive();
  std::printf("full:        %d of 6 sent, none taken", sent);
  for (int i = 0; i < 6; ++i) channel.receive();  // ... for the first of these
  sender.join();
  std::printf("; then %d of 6\n", sent);
}
// #endregion full

}  // namespace hb
