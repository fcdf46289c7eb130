// A number for what is in records, so that two runs can be compared.
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "marc/record.hpp"

namespace hb::pipeline {

// XXH3 (Y. Collet) over the tags and data of the fields in order, 64 bits. Not
// cryptographic. Thread safety: a free function without shared state.
std::uint64_t content_hash(std::span<const marc::FieldView> fields);

// One hash for many, in order: XXH3 over the eight bytes of each, as they lie
// in memory. It is the same however the many are divided.
// Thread safety: one thread at a time.
class HashOfHashes {
 public:
  HashOfHashes();
  ~HashOfHashes();

  void add(std::uint64_t hash);
  std::uint64_t value() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace hb::pipeline
