// A process that is about to die says why, as a line of the stream.
#pragma once

namespace hb::threads {

// Takes over std::terminate and failed asserts.
// REQUIRES: called once, before any test.
void install_last_words();

}  // namespace hb::threads
