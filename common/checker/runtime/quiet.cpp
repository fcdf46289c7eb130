#include "checker/runtime/runtime.hpp"
#include "checker/runtime/state.hpp"

namespace hb::checker {

Quiet::Quiet() : before_(static_cast<unsigned char>(hb_mode)) {
  hb_mode = Mode::off;
}

Quiet::~Quiet() { hb_mode = static_cast<Mode>(before_); }

}  // namespace hb::checker
