// What libraries do once a process is done before the first execution, so that
// no execution differs from the next by it.
#pragma once

namespace hb::checker {

void warm_up();

}  // namespace hb::checker
