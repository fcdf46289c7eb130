// 05a  event: sleep until it has happened
//
// Situation  Before the first page is printed somebody has to load the fonts.
//            The printers wait for that, and they wait by looking: as fast as
//            the processor can, for as long as the loading takes.
//
// Task       Make wait() sleep, and set() wake:
//              - wait() returns once set() has been called, whichever came
//                first, and never before;
//              - everybody who waits goes on;
//              - a thread that waits sleeps, once, until it is woken;
//              - what was written before set() can be read after wait().
//
// Rules      1. Edit this file only, below the line that says so.
//            2. It happens once: there is no way back to "not set".
//
// Check      ./workbook check 05a
#pragma once

#include <atomic>

namespace hb {

// Something that happens once, and that any number of threads may wait for.
// Any thread may call anything.
// ---------------------------------------------------- edit below this line
class Event {
 public:
  // Lets everybody go on who waits, now or later. Calling it again changes
  // nothing.
  void set() { is_set_.store(true); }

  // Waits until set() has been called. What was written before set() can be
  // read after wait().
  void wait() const {
    // TODO: sleep instead.
    while (!is_set_.load()) {
    }
  }

  bool is_set() const { return is_set_.load(); }

 private:
  std::atomic<bool> is_set_ = false;
};

}  // namespace hb
