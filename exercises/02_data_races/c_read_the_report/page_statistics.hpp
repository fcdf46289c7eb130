// 02c  read_the_report: from two lines to the rule they break
//
// Situation  Workers read scanned pages and keep statistics; a progress bar
//            shows the average at any time. It jumps, and the check said:
//
//            step | worker                | progress_bar
//            -----+-----------------------+----------------------
//               1 | write pages_  :35  << |
//               2 |                       | read pages_  :42  <<
//
// Task       Find the two lines and mend the class: what summary() returns
//            has been true at one moment, and no page is missing.
//            A report names the first pair of accesses, not the whole fault.
//
// Rules      1. Edit this file only, below the line that says so.
//            2. No sleeping, no polling. summary() always answers.
//
// Check      ./workbook check 02c
#pragma once

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
    // TODO: find out which rule the report's two lines break.
    pages_ += 1;
    milliseconds_ += milliseconds;
  }

  // Returns pages and time as they were at one moment.
  Summary summary() const {
    Summary summary;
    summary.pages = pages_;
    summary.milliseconds = milliseconds_;
    return summary;
  }

 private:
  int pages_ = 0;
  int milliseconds_ = 0;
};

}  // namespace hb
