// One way of doing the work, timed from outside, on a machine that may have
// other things to do.
#pragma once

#include <benchmark/benchmark.h>

#include <functional>
#include <string>

namespace hb {

// Registers a benchmark whose operation is one of `items`: `run` does them all
// and says whether the result is right. It is called once before the clock, so
// that threads which a library keeps have been started.
//
// A trial during which other processes had more than a tenth of the processors
// is run again and does not count (the counters `clean` and `trials`).
void add_way(const std::string& name, long items,
             const std::function<bool()>& run);

}  // namespace hb
