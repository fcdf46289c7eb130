// What more than one of the tests in all executions needs.
#pragma once

#include <stdexcept>

#include "checker/explore.hpp"

namespace hb::sync {

// Time passes where nothing else can happen. WHY no spurious wake-up: it would
// hide the one that is lost.
inline const ExploreOptions kIdleTime = {.spurious = 0, .time = Time::idle};

// A value whose move throws on request: at the fuse's last turn.
struct Fragile {
  explicit Fragile(int fuse_) : fuse(fuse_) {}
  Fragile(Fragile&& other) : fuse(other.fuse) {
    if (fuse == 1) throw std::runtime_error("moved");
    if (fuse > 1) --fuse;
  }
  int fuse;
};

}  // namespace hb::sync
