#include "checker/report/stack_capture.hpp"

#include <unwind.h>

namespace hb::checker {
namespace {

struct Walk {
  Frame* frames;
  std::size_t capacity;
  std::uintptr_t stack_end;
  std::size_t count;
};

// By their DWARF numbers; a function must give them back as it found them, so
// the unwinder knows what they held in every caller.
constexpr int kSavedRegisters[] = {3, 6, 12, 13, 14, 15};

_Unwind_Reason_Code visit(_Unwind_Context* context, void* argument) {
  Walk& walk = *static_cast<Walk*>(argument);
  if (walk.count == walk.capacity) return _URC_END_OF_STACK;
  Frame& frame = walk.frames[walk.count];
  frame.return_address = _Unwind_GetIP(context);
  frame.stack_pointer = _Unwind_GetCFA(context);
  if (frame.return_address == 0 ||
      (walk.stack_end != 0 && frame.stack_pointer >= walk.stack_end)) {
    return _URC_END_OF_STACK;
  }
  for (std::size_t i = 0; i < frame.saved.size(); ++i) {
    frame.saved[i] = _Unwind_GetGR(context, kSavedRegisters[i]);
  }
  ++walk.count;
  return _URC_NO_REASON;
}

}  // namespace

std::size_t capture_stack(Frame* frames, std::size_t capacity,
                          std::uintptr_t stack_end) {
  Walk walk{frames, capacity, stack_end, 0};
  _Unwind_Backtrace(&visit, &walk);
  return walk.count;
}

}  // namespace hb::checker
