// One way of doing the work, timed from outside, on a machine that may have
// other things to do.
#pragma once

#include <benchmark/benchmark.h>

#include <functional>
#include <string>

namespace hb {

// Says whether a result is right. Owns the result.
using Check = std::function<bool()>;

// Registers a benchmark whose operation is one of `items`: `run` does them all.
// It is called once before the clock, so that threads which a library keeps
// have been started. What it returns is called, and goes, after the clock: to
// compare a map with another takes one thread, and is not what is measured.
//
// A trial during which other processes had more than a tenth of the processors
// is run again and does not count (the counters `clean` and `trials`).
void add_way(const std::string& name, long items,
             const std::function<Check()>& run);

}  // namespace hb
