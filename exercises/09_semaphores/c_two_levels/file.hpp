// 09c  two_levels: which permit first?
//
// Situation  A program copies many files. Ten files with eight tasks each are
//            80 tasks, so all files share a few processors; and no file may
//            fill the memory, so each has a few buffers of its own. Now and
//            then nothing moves any more. And one large file sometimes holds
//            up all small ones, with processors idle.
//
// Task       Let read() and write() hold one of each while they work:
//              - no two of them ever wait for each other;
//              - a task that waits for its own file holds no processor, which
//                another file could use;
//              - both permits come back once, also if the work throws, or if
//                one of the two levels is closed: then nothing is run.
//
// Rules      1. Edit this file only, below the line that says so.
//            2. No std::counting_semaphore: libstdc++ 12's can sleep with
//               permits left. Permits is in common/lesson/permits.hpp.
//
// Check      ./workbook check 09c
#pragma once

#include <functional>

#include "lesson/permits.hpp"

namespace hb {

using Work = std::function<void()>;

// A file that is copied. `processors` are shared by all files, `buffers` are
// this file's. Any thread may call anything.
// ---------------------------------------------------- edit below this line
class File {
 public:
  File(Permits& processors, Permits& buffers)
      : processors_(processors), buffers_(buffers) {}

  // Runs `work` with a permit of each. Returns false, and has not run it, once
  // either is closed.
  bool read(const Work& work) { return run(buffers_, processors_, work); }
  bool write(const Work& work) { return run(processors_, buffers_, work); }

 private:
  // TODO: who comes first, and what if the second does not come?
  static bool run(Permits& first, Permits& second, const Work& work) {
    if (!first.acquire() || !second.acquire()) return false;
    work();
    second.release();
    first.release();
    return true;
  }

  Permits& processors_;
  Permits& buffers_;
};

}  // namespace hb
