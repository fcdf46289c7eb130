// Something to be called once: a function that can be moved, with its captures.
#pragma once

#include <cassert>
#include <concepts>
#include <cstddef>
#include <cstring>
#include <functional>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>

namespace hb::exec {

// Owns what it calls, which need not be copyable: std::function asks for that,
// and std::move_only_function is of a later standard. Captures of up to 56
// bytes lie within it; larger ones, or such as may throw when they are moved,
// cost an allocation. A Task is 64 bytes: a cache line.
//
// Not thread-safe: one thread at a time may use it.
class Task {
 public:
  Task() = default;

  template <typename F>
  requires(!std::same_as<std::remove_cvref_t<F>, Task> &&
           std::invocable<std::decay_t<F>&>) Task(F&& body) {
    using Body = std::decay_t<F>;
    if constexpr (fits<Body>()) {
      ::new (static_cast<void*>(captures_)) Body(std::forward<F>(body));
      operations_ = &kWithin<Body>;
    } else {
      auto* far = new Body(std::forward<F>(body));
      std::memcpy(captures_, &far, sizeof far);
      operations_ = &kFar<Body>;
    }
  }

  Task(Task&& other) noexcept { take(other); }
  Task& operator=(Task&& other) noexcept {
    if (this != &other) {
      reset();
      take(other);
    }
    return *this;
  }
  ~Task() { reset(); }

  explicit operator bool() const { return operations_ != nullptr; }

  // REQUIRES: it holds something. Lets through what that throws.
  void operator()() {
    assert(operations_ != nullptr && "nothing to call");
    operations_->call(captures_);
  }

  // Destroys what it holds, called or not.
  void reset() noexcept {
    if (operations_ == nullptr) return;
    const Operations* const mine = std::exchange(operations_, nullptr);
    if (mine->destroy != nullptr) mine->destroy(captures_);
  }

 private:
  static constexpr std::size_t kRoom = 56;

  struct Operations {
    void (*call)(void*);
    void (*move)(void* from, void* to) noexcept;  // null: the bytes
    void (*destroy)(void*) noexcept;              // null: nothing to do
  };

  template <typename Body>
  static constexpr bool fits() {
    return sizeof(Body) <= kRoom && alignof(Body) <= alignof(void*) &&
           std::is_nothrow_move_constructible_v<Body>;
  }

  template <typename Body>
  static Body& within(void* captures) {
    return *std::launder(static_cast<Body*>(captures));
  }
  template <typename Body>
  static Body* far(void* captures) {
    Body* body = nullptr;
    std::memcpy(&body, captures, sizeof body);
    return body;
  }

  template <typename Body>
  static void move_within(void* from, void* to) noexcept {
    ::new (to) Body(std::move(within<Body>(from)));
    within<Body>(from).~Body();
  }

  template <typename Body>
  static constexpr Operations kWithin = {
      .call = [](void* captures) { std::invoke(within<Body>(captures)); },
      .move = std::is_trivially_copyable_v<Body> ? nullptr : move_within<Body>,
      .destroy =
          std::is_trivially_destructible_v<Body>
              ? nullptr
              : +[](void*
                        captures) noexcept { within<Body>(captures).~Body(); }};
  template <typename Body>
  static constexpr Operations kFar = {
      .call = [](void* captures) { std::invoke(*far<Body>(captures)); },
      .move = nullptr,
      .destroy = [](void* captures) noexcept { delete far<Body>(captures); }};

  void take(Task& other) noexcept {
    if (other.operations_ == nullptr) return;
    if (other.operations_->move == nullptr) {
      std::memcpy(captures_, other.captures_, kRoom);
    } else {
      other.operations_->move(other.captures_, captures_);
    }
    operations_ = std::exchange(other.operations_, nullptr);
  }

  const Operations* operations_ = nullptr;
  alignas(void*) std::byte captures_[kRoom];
};

}  // namespace hb::exec
