// 09c  two_levels: which permit first? (solution)
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
  bool read(const Work& work) { return run(work); }
  bool write(const Work& work) { return run(work); }

 private:
  struct Held {
    Permits& permits;
    const bool got_it = permits.acquire();
    // WHY a destructor: it runs if the work throws, and if the second permit
    // does not come. Pairs with the acquire() of the next one who waits.
    ~Held() {
      if (got_it) permits.release();
    }
  };

  // WHY in this order, and in no other: all wait for a processor with a buffer
  // in hand, and nobody for a buffer with a processor, so the waits form no
  // circle. The wide one is last because others need it too.
  bool run(const Work& work) {
    const Held buffer{buffers_};
    if (!buffer.got_it) return false;
    const Held processor{processors_};
    if (!processor.got_it) return false;
    work();
    return true;
  }

  Permits& processors_;
  Permits& buffers_;
};

}  // namespace hb
