#include "stress/tests.hpp"

namespace hb::stress {

std::vector<Test> all_tests() {
  return {{"buffer_pool", stress_buffer_pool},
          {"channel", stress_channel},
          {"rendezvous", stress_rendezvous},
          {"select", stress_select},
          {"limiters", stress_limiters},
          {"resource_manager", stress_resource_manager},
          {"semaphore", stress_semaphore},
          {"spsc_channel", stress_spsc_channel},
          {"snapshot", stress_snapshot},
          {"worker_pool", stress_worker_pool}};
}

}  // namespace hb::stress
