// How much of the machine's memory this process has now, and had at most.
#pragma once

#include <cstdint>

namespace hb::pipeline {

// Bytes; 0 where the system does not say. Thread-safe. One small file of /proc
// is read, which takes some microseconds: for every drawing of a dashboard, not
// for every chunk. Source: proc(5), statm and status.
std::uint64_t resident_bytes();
std::uint64_t peak_resident_bytes();

}  // namespace hb::pipeline
