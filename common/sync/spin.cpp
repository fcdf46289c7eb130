#include "sync/spin.hpp"

namespace hb::sync {

const SpinPolicy spin_policy = std::thread::hardware_concurrency() == 1
                                   ? SpinPolicy{.looks = 0, .yields = 20}
                                   : SpinPolicy{.looks = 64, .yields = 20};

}  // namespace hb::sync
