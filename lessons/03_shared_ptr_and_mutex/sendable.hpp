// What may cross from one thread to another, as concepts.
//
// A compiler sees the type and not what the class does with it. So a class may
// be sent unless somebody who knows it says no, and may be shared while it is
// const; specialise kSendable and kShareable to say more.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include "mutex.hpp"

namespace hb {

// #region sendable
template <typename T>
inline constexpr bool kSendable = std::is_object_v<T>;
template <typename T>
inline constexpr bool kSendable<const T> = kSendable<T>;

template <typename T>
inline constexpr bool kShareable = std::is_const_v<T>;

// One thread may give a T away; another then uses it, and destroys it.
template <typename T>
concept Sendable = kSendable<T>;

// Several threads may use one T at the same time, without a lock of theirs.
template <typename T>
concept Shareable = kShareable<T>;
// #endregion sendable

// #region rules
// These synchronise themselves. A mutex lets in one thread after another: what
// can be sent can be shared in it.
template <typename T>
inline constexpr bool kShareable<std::atomic<T>> = true;
template <typename T>
inline constexpr bool kShareable<Mutex<T>> = Sendable<T>;
template <typename T>
inline constexpr bool kSendable<Mutex<T>> = Sendable<T>;

// To send a pointer is to share what it points to; and any owner may be the
// last one, who destroys it.
template <typename T>
inline constexpr bool kSendable<T*> = Shareable<T>;
template <typename T>
inline constexpr bool kSendable<std::reference_wrapper<T>> = Shareable<T>;
template <typename T>
inline constexpr bool kSendable<std::shared_ptr<T>> =
    Shareable<T>&& Sendable<T>;
template <typename T>
inline constexpr bool kShareable<const std::shared_ptr<T>> =
    Shareable<T>&& Sendable<T>;

// What holds others is what they are.
template <typename T>
inline constexpr bool kSendable<std::unique_ptr<T>> = Sendable<T>;
template <typename T>
inline constexpr bool kSendable<std::vector<T>> = Sendable<T>;
template <typename T>
inline constexpr bool kShareable<const std::vector<T>> = Shareable<const T>;

// The thread that locked is the one that must unlock.
template <typename T>
inline constexpr bool kSendable<std::unique_lock<T>> = false;
// #endregion rules

// #region start
// Runs `body` on a thread of its own. All that crosses is an argument: a body
// that captured something would not be empty.
template <typename Body, typename... Arguments>
requires(std::is_empty_v<Body> && (Sendable<Arguments> && ...)) std::jthread
    start(Body body, Arguments... arguments) {
  return std::jthread(body, std::move(arguments)...);
}
// #endregion start

}  // namespace hb
