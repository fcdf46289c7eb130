// Whose code an address is.
#pragma once

namespace hb::checker {

// True for code that keeps what it allocates from one execution to the next:
// the C library (buffers of stdio), the loader (blocks of thread-local
// variables) and this library.
bool keeps_memory(const void* code);

}  // namespace hb::checker
