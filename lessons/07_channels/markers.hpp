// How markers end a stream: one for each receiver, behind the last value.
#pragma once

namespace hb {

void a_marker_ends_one_receiver();
void many_senders_and_many_receivers(unsigned receivers);

}  // namespace hb
