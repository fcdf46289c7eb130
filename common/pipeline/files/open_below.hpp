// A path below an open folder, one name at a time.
#pragma once

#include <string_view>

namespace hb::pipeline {

// openat(2) of `below`, "a/b/c", with `flags` and O_NOFOLLOW; an empty one is
// the folder itself. A descriptor, or -1 and errno. WHY not the whole path in
// one call: that ends at 4,096 bytes, and follows a link that has taken a
// folder's place. Complexity: a call a name.
int open_below(int folder, std::string_view below, int flags);

}  // namespace hb::pipeline
