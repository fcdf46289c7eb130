// Containers that something was done to, opened: without a crash?
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <vector>

namespace hb::pipeline::fuzz {

using Bytes = std::vector<std::byte>;

// A small container without a key, changed: at random bytes; or in fields of
// its index, with checksums that are right again, so that the reader gets
// further than to them.
Bytes mutated(std::mt19937_64& random);

// Opens, verifies, and restores it into memory's folder. True: accepted, false:
// refused by a Failure. Whatever else happens is a defect and is not caught.
bool open_all(std::span<const std::byte> bytes);

}  // namespace hb::pipeline::fuzz
