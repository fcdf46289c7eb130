// A binary relation over a few numbered things, as a matrix of bits.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace hb::checker {

class Relation {
 public:
  explicit Relation(int size)
      : size_(size),
        stride_((std::size_t(size) + 63) / 64),
        bits_(std::size_t(size) * stride_) {}

  int size() const { return size_; }

  bool has(int from, int to) const {
    return (word(from, to) >> (to % 64) & 1) != 0;
  }
  void add(int from, int to) {
    word(from, to) |= std::uint64_t{1} << (to % 64);
  }

  // All successors of `other` become successors of `from`.
  void add_all(int from, const Relation& source, int other) {
    for (std::size_t w = 0; w < stride_; ++w) {
      bits_[std::size_t(from) * stride_ + w] |=
          source.bits_[std::size_t(other) * stride_ + w];
    }
  }

  Relation& operator|=(const Relation& other) {
    for (std::size_t i = 0; i < bits_.size(); ++i) bits_[i] |= other.bits_[i];
    return *this;
  }

  // `a` followed by `b`.
  friend Relation operator*(const Relation& a, const Relation& b) {
    Relation composed(a.size_);
    for (int from = 0; from < a.size_; ++from) {
      for (int middle = 0; middle < a.size_; ++middle) {
        if (a.has(from, middle)) composed.add_all(from, b, middle);
      }
    }
    return composed;
  }

  // One or more steps of this relation.
  Relation closure() const {
    Relation closed = *this;
    for (int middle = 0; middle < size_; ++middle) {
      for (int from = 0; from < size_; ++from) {
        if (closed.has(from, middle)) closed.add_all(from, closed, middle);
      }
    }
    return closed;
  }

  bool irreflexive() const {
    for (int i = 0; i < size_; ++i) {
      if (has(i, i)) return false;
    }
    return true;
  }
  bool acyclic() const { return closure().irreflexive(); }

 private:
  std::uint64_t& word(int from, int to) {
    return bits_[std::size_t(from) * stride_ + std::size_t(to) / 64];
  }
  const std::uint64_t& word(int from, int to) const {
    return bits_[std::size_t(from) * stride_ + std::size_t(to) / 64];
  }

  int size_;
  std::size_t stride_;
  std::vector<std::uint64_t> bits_;
};

}  // namespace hb::checker
