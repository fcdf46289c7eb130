// A thousand items for a few workers: one receiver behind a lock, or one each.
#pragma once

namespace hb {

void a_shared_receiver_lets_one_wait(unsigned workers);
void a_channel_lets_all_wait(unsigned workers);

}  // namespace hb
