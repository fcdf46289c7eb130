// What no program can be faster than.
#pragma once

#include <filesystem>

namespace hb {

// The seconds that the processors take, all busy and with nothing else to do:
// CPU seconds of one thread that compresses (zstd) and encrypts (AES-256-GCM)
// chunks of 1 MiB which are in memory, divided by their number. Negative: it
// could not be measured.
double limit_seconds(const std::filesystem::path& file, int level);

}  // namespace hb
