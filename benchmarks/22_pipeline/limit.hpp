// What no program can be faster than, and what the first one that works does.
#pragma once

#include <algorithm>
#include <filesystem>
#include <thread>

namespace hb {

inline const unsigned kProcessors =
    std::max(1U, std::thread::hardware_concurrency());

// The seconds that the processors take, all busy and with nothing else to do:
// CPU seconds of one thread that compresses (zstd) and encrypts (AES-256-GCM)
// chunks of 1 MiB which are in memory, divided by their number. Negative: it
// could not be measured.
double limit_seconds(const std::filesystem::path& file, int level);

// The wall seconds of the same work by as many threads as processors, each with
// every N-th chunk of N. WHY: processors that work at the same time share
// memory and, behind a virtual machine, maybe a core; the division above does
// not know of it. Negative: it could not be measured.
double limit_at_once_seconds(const std::filesystem::path& file, int level);

// All of it is read, then compressed, then encrypted, then written, by one
// thread. Throws std::runtime_error.
void pack_naively(const std::filesystem::path& file,
                  const std::filesystem::path& output, int level);

}  // namespace hb
