// A number for what is in records, so that two runs can be compared.
#pragma once

#include <cstdint>
#include <span>

#include "marc/record.hpp"

namespace hb::pipeline {

// XXH3 (Y. Collet) over the tags and data of the fields in order, 64 bits. Not
// cryptographic. Thread safety: free functions without shared state.
std::uint64_t content_hash(std::span<const marc::FieldView> fields);

// The hash of what `before` is the hash of, and then of what `next` is. Begins
// with 0. It is the same however the many are divided among threads, as long as
// they are added in order.
std::uint64_t combined_hash(std::uint64_t before, std::uint64_t next);

}  // namespace hb::pipeline
