// Thread-local storage for fibers: each borrows the block of a real thread that
// sleeps for ever. The explorer keeps its own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>

namespace hb::checker {

// Starts the sleeping thread of this slot. After the fork: threads do not
// survive one.
void lend_thread_block(int slot);
std::uint64_t thread_pointer_of(int slot);

// As in a new thread: the executable's thread_locals and libstdc++'s, errno.
void renew_thread_block(int slot);

// Calls use(begin, size) for each part of the slot's block that
// renew_thread_block() makes new.
void for_each_thread_local(int slot,
                           const std::function<void(void*, std::size_t)>& use);

// The fs register of this processor.
void prepare_thread_pointer();
void set_thread_pointer(std::uint64_t pointer);

// Memory that may hold pointers to the heap.
struct ThreadLocals {
  std::uintptr_t begin = 0;
  std::uintptr_t end = 0;
};
ThreadLocals executable_thread_locals(int slot);

}  // namespace hb::checker
