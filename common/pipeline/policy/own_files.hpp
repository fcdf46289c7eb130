// The files that a pack reads and those that it writes: none may be both.
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

namespace hb::pipeline {

struct PackFiles {
  std::filesystem::path input;
  std::filesystem::path output;
  std::optional<std::filesystem::path> checkpoint = {};
  std::optional<std::filesystem::path> metrics = {};
  std::optional<std::filesystem::path> key = {};  // or the passphrase's
};

// What is written, on the way to its name, too. All of it is left out where it
// lies in the input.
std::vector<std::filesystem::path> written(const PackFiles& files);

// Throws Failure (usage) where two that must differ are one: by their names, or
// by what has them (links). WHY: --force with INPUT for OUTPUT, or a checkpoint
// by the name of the key, would destroy what nobody can make again.
void check_differ(const PackFiles& files);

}  // namespace hb::pipeline
