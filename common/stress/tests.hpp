// The stress tests, one file each.
#pragma once

#include <vector>

#include "stress/stress.hpp"

namespace hb::stress {

void stress_buffer_pool(const Round& round);
void stress_channel(const Round& round);
void stress_limiters(const Round& round);
void stress_rendezvous(const Round& round);
void stress_resource_manager(const Round& round);
void stress_select(const Round& round);
void stress_semaphore(const Round& round);
void stress_snapshot(const Round& round);
void stress_spsc_channel(const Round& round);
void stress_worker_pool(const Round& round);

std::vector<Test> all_tests();

}  // namespace hb::stress
