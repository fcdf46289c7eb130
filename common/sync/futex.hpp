// Sleep until a word changes: Linux's futex(2), for the types of this folder.
//
// Neither call orders memory: callers pass values on by the atomic itself.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>

namespace hb::sync {

using FutexWord = std::atomic<std::uint32_t>;
using Deadline = std::optional<std::chrono::steady_clock::time_point>;

enum class FutexWait { woken, timed_out };

// Sleeps while `word` holds `expected`. May return `woken` for no reason; ask
// the word again. Without a deadline it never times out.
FutexWait futex_wait(const FutexWord& word, std::uint32_t expected,
                     const Deadline& deadline = {});

// Wakes at most `count` of those who sleep on `word`. A system call (170 ns)
// even where nobody does.
void futex_wake(const FutexWord& word, int count);
void futex_wake_all(const FutexWord& word);

}  // namespace hb::sync
