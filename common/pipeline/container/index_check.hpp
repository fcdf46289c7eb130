// Is an index one that pack() could have written?
#pragma once

#include <cstdint>
#include <string_view>

#include "pipeline/container/layout.hpp"

namespace hb::pipeline {

// Throws Failure (damaged) unless
// - the records fill the space between header and `index_offset` without a gap
//   or an overlap, and the last chunk alone says that it is the last;
// - paths are relative, without "." and "..", each once, and each below a
//   directory that comes before it, the first one's;
// - segments lie in their chunks and files, in order, and no two of them share
//   a byte, in a file or in a chunk.
// O(n log n) in chunks and segments. WHY all of it, with a key too: the key's
// owner may be somebody whose containers you do not want in /etc.
void check_index(const Index& index, const Header& header,
                 std::uint64_t index_offset);

// Of one component at least, none of them empty, "." or "..", without a 0 byte.
bool is_safe_path(std::string_view path);

}  // namespace hb::pipeline
