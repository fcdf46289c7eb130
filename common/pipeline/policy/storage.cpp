#include "pipeline/policy/storage.hpp"

#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <string_view>

namespace hb::pipeline {
namespace {

namespace fs = std::filesystem;

std::string first_word_of(const fs::path& file) {
  std::ifstream in(file);
  std::string word;
  in >> word;
  return word;
}

bool begins_with_one_of(std::string_view name,
                        std::initializer_list<std::string_view> beginnings) {
  return std::any_of(
      beginnings.begin(), beginnings.end(),
      [&](std::string_view beginning) { return name.starts_with(beginning); });
}

bool is_virtual(std::string_view name, const fs::path& disk) {
  if (begins_with_one_of(name, {"vd", "xvd", "loop", "dm-", "zram", "nbd",
                                "ram", "rbd", "md"})) {
    return true;
  }
  return begins_with_one_of(first_word_of(disk / "device" / "vendor"),
                            {"QEMU", "VMware", "Msft", "Google", "Amazon"});
}

Device described(std::string name, StorageType type, std::string why) {
  return {std::move(name), type, depth_of(type), std::move(why)};
}

}  // namespace

std::int64_t depth_of(StorageType type) {
  switch (type) {
    case StorageType::nvme:
      return 24;
    case StorageType::hdd:
      return 4;
    case StorageType::ssd:
    case StorageType::automatic:
      break;
  }
  return 12;
}

Device detect_device(unsigned major, unsigned minor, const fs::path& sysfs) {
  std::error_code error;
  fs::path disk =
      fs::canonical(sysfs / "dev" / "block" /
                        (std::to_string(major) + ":" + std::to_string(minor)),
                    error);
  if (error) return described("", StorageType::automatic, "no block device");
  // A partition has no queue of its own; its disk is the folder above.
  if (!fs::exists(disk / "queue", error)) disk = disk.parent_path();
  const std::string name = disk.filename().string();
  if (is_virtual(name, disk)) {
    return described(name, StorageType::automatic, "a virtual disk");
  }
  if (name.starts_with("nvme")) {
    return described(name, StorageType::nvme, "an NVMe device");
  }
  const std::string rotational = first_word_of(disk / "queue" / "rotational");
  if (rotational == "1") {
    return described(name, StorageType::hdd, "a rotating disk");
  }
  if (rotational == "0") {
    return described(name, StorageType::ssd, "a solid-state disk");
  }
  return described(name, StorageType::automatic, "of unknown kind");
}

Device detect_storage(const fs::path& path, const fs::path& sysfs) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) {
    return described("", StorageType::automatic, "not there yet");
  }
  return detect_device(major(status.st_dev), minor(status.st_dev), sysfs);
}

}  // namespace hb::pipeline
