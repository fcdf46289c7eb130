// Where the lesson's records come from: a seeded generator, or a file.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace hb {

// Gives one well-formed record after another; nullopt at the end. One thread
// at a time.
using Source = std::function<std::optional<std::string>()>;

Source generated_records(std::size_t count);

// Throws std::runtime_error if the file cannot be opened or read. Malformed
// records are passed over.
Source records_in(const std::string& path);

using Records = std::vector<std::string>;

// All of them, in memory.
Records collect(const Source& next);

// The next `size`, or what is left; empty at the end.
Records collect_some(const Source& next, std::size_t size);

}  // namespace hb
