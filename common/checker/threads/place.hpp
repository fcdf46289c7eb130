// From addresses of code to the line that the learner or the test wrote.
#pragma once

#include <string>

namespace hb::threads {

struct Place {
  std::string file;  // empty where nothing is known
  int line = 0;
};

// The innermost of the given return addresses that lies in neither the system's
// headers nor this library. At most `count` are read, up to the first null.
// Knows nothing where the program is linked without ThreadSanitizer, whose
// reader of line numbers this uses.
Place innermost_place(void* const* frames, int count);

}  // namespace hb::threads
