// Room for a T that others know the life of.
#pragma once

#include <cstddef>
#include <memory>
#include <new>
#include <optional>
#include <type_traits>
#include <utility>

namespace hb::sync {

// std::optional without its flag, which a queue's indices already say: to write
// it would move the line to the reader's processor and back.
template <typename T>
class Unflagged {
 public:
  void emplace(T&& value) {
    std::construct_at(reinterpret_cast<T*>(bytes_), std::move(value));
  }
  T& operator*() { return *std::launder(reinterpret_cast<T*>(bytes_)); }
  void reset() { std::destroy_at(&**this); }
  bool has_value() const { return true; }

 private:
  alignas(T) std::byte bytes_[sizeof(T)];
};

// A T whose move may throw may be missing where its turn is.
template <typename T>
using Uninitialized =
    std::conditional_t<std::is_nothrow_move_constructible_v<T>, Unflagged<T>,
                       std::optional<T>>;

}  // namespace hb::sync
