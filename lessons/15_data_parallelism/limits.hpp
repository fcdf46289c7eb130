// What keeps two threads from being twice as fast, and a file from fitting.
#pragma once

#include <functional>

#include "records.hpp"

namespace hb {

void equal_shares_are_not_equal_work();
void a_speed_up_names_its_serial_part();

// Prints the peak memory of counting with all records in memory, and with a
// hundred at a time. `open` begins at the first record again.
// REQUIRES: no other thread of this process runs.
void memory_grows_with_the_file(const std::function<Source()>& open);

}  // namespace hb
