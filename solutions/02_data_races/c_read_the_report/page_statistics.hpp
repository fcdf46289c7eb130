// 02c  read_the_report: from two lines to the rule they break (solution)
#pragma once

#include <mutex>

namespace hb {

struct Summary {
  int pages = 0;
  int milliseconds = 0;  // of all these pages together
};

// What the workers have done so far. Any thread may call anything.
// ---------------------------------------------------- edit below this line
class PageStatistics {
 public:
  // Adds one page that took `milliseconds`.
  void add_page(int milliseconds) {
    // WHY one lock around both: between the two additions the pair is false,
    // and no summary() may run there.
    std::lock_guard lock(mutex_);
    pages_ += 1;
    milliseconds_ += milliseconds;
  }

  // Returns pages and time as they were at one moment.
  Summary summary() const {
    // WHY one lock around both: a page added between the two reads would be in
    // the time and not in the pages.
    std::lock_guard lock(mutex_);
    Summary summary;
    summary.pages = pages_;
    summary.milliseconds = milliseconds_;
    return summary;
  }

 private:
  mutable std::mutex mutex_;
  int pages_ = 0;         // guarded by mutex_
  int milliseconds_ = 0;  // guarded by mutex_
};

}  // namespace hb
