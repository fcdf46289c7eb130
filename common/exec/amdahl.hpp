// How much faster more workers can be: Amdahl's law, both ways round.
//
//   with n workers   speed-up = 1 / (s + (1 - s) / n)
//
// where s, the serial part, is the share of one worker's time that cannot be
// shared out: 0 to 1. A measured speed-up gives s back (Karp and Flatt,
// "Measuring Parallel Processor Performance", 1990). It then contains whatever
// kept the workers from working: locks, waking up, uneven pieces.
//
// Thread safety: functions without shared state. Complexity: as many steps as
// there are measurements.
#pragma once

#include <cassert>
#include <span>

namespace hb::exec {

// REQUIRES: 0 <= serial_part <= 1, workers >= 1.
constexpr double speed_up(double serial_part, double workers) {
  assert(serial_part >= 0 && serial_part <= 1 && workers >= 1);
  return 1 / (serial_part + (1 - serial_part) / workers);
}

// What explains this speed-up with so many workers. Negative for a speed-up
// above `workers`: no serial part explains that, and something else than the
// number of workers was different. REQUIRES: speed_up > 0, workers > 1.
constexpr double serial_part(double speed_up, double workers) {
  assert(speed_up > 0 && workers > 1);
  return (1 / speed_up - 1 / workers) / (1 - 1 / workers);
}

struct Measured {
  double workers;
  double speed_up;  // over one worker with the best serial code
};

// The serial part that fits several measurements best: least squares of the
// times, one worker's time being 1. REQUIRES: one with more than one worker.
constexpr double serial_part(std::span<const Measured> measurements) {
  // time - 1/n = s (1 - 1/n): a line through the origin.
  double products = 0, squares = 0;
  for (const Measured& one : measurements) {
    const double x = 1 - 1 / one.workers;
    products += x * (1 / one.speed_up - 1 / one.workers);
    squares += x * x;
  }
  assert(squares > 0);
  return products / squares;
}

}  // namespace hb::exec
