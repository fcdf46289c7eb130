// What no program can be faster than, and what the first one that works does.
#pragma once

#include <filesystem>

namespace hb {

// The seconds that the processors take, all busy and with nothing else to do:
// CPU seconds of one thread that compresses (zstd) and encrypts (AES-256-GCM)
// chunks of 1 MiB which are in memory, divided by their number. Negative: it
// could not be measured.
double limit_seconds(const std::filesystem::path& file, int level);

// All of it is read, then compressed, then encrypted, then written, by one
// thread. Throws std::runtime_error.
void pack_naively(const std::filesystem::path& file,
                  const std::filesystem::path& output, int level);

}  // namespace hb
