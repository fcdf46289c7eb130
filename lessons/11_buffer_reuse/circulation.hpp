// Buffers that circulate between a reader and its writers.
#pragma once

namespace hb {

// Copies a file with one reader and `writers` writers, through one buffer more
// than there are writers. Prints how many were made.
void buffers_circulate(unsigned writers);

}  // namespace hb
