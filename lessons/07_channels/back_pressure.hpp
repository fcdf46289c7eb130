// What a channel does with a sender that is faster than its receiver.
#pragma once

namespace hb {

void an_unbounded_channel_takes_all_that_is_sent();
void a_full_channel_makes_the_sender_wait();

}  // namespace hb
