// Three ways to add a page if it is missing: read first, write only then.
#pragma once

namespace hb {

// Two threads look for the same page at the same time. Prints how many of them
// have made it, for each way.
void two_threads_find_a_page_missing();

}  // namespace hb
