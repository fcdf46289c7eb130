#include "pipeline/policy/storage.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "pipeline/files/scratch_folder.hpp"

namespace hb::pipeline {
namespace {

namespace fs = std::filesystem;

// A sysfs with one disk, number 8:0, and its first partition, 8:1.
class StorageTest : public testing::Test {
 protected:
  void make_disk(const std::string& name, const std::string& rotational,
                 const std::string& vendor = "") {
    const fs::path disk = root_ / "devices" / name;
    fs::create_directories(disk / "queue");
    fs::create_directories(disk / (name + "1"));
    std::ofstream(disk / "queue" / "rotational") << rotational << '\n';
    std::ofstream(disk / "queue" / "nr_requests") << "256\n";
    if (!vendor.empty()) {
      fs::create_directories(disk / "device");
      std::ofstream(disk / "device" / "vendor") << vendor << "   \n";
    }
    const fs::path numbers = root_ / "dev" / "block";
    fs::create_directories(numbers);
    fs::create_directory_symlink(disk, numbers / "8:0");
    fs::create_directory_symlink(disk / (name + "1"), numbers / "8:1");
  }

  Device detect(unsigned minor = 0) const {
    return detect_device(8, minor, root_.path());
  }

  const ScratchFolder root_;
};

TEST_F(StorageTest, NvmeIs24) {
  make_disk("nvme0n1", "0");
  EXPECT_EQ(detect().type, StorageType::nvme);
  EXPECT_EQ(detect().depth, 24);
}

TEST_F(StorageTest, ASolidStateDiskIs12) {
  make_disk("sda", "0", "ATA");
  EXPECT_EQ(detect().type, StorageType::ssd);
  EXPECT_EQ(detect().depth, 12);
}

TEST_F(StorageTest, ARotatingDiskIs4) {
  make_disk("sda", "1", "ATA");
  EXPECT_EQ(detect().type, StorageType::hdd);
  EXPECT_EQ(detect().depth, 4);
}

TEST_F(StorageTest, APartitionIsWhatItsDiskIs) {
  make_disk("sda", "1", "ATA");
  EXPECT_EQ(detect(1).name, "sda");
  EXPECT_EQ(detect(1).depth, 4);
}

TEST_F(StorageTest, AVirtualDiskThatCallsItselfRotatingIs12) {
  make_disk("vda", "1");
  EXPECT_EQ(detect().type, StorageType::automatic);
  EXPECT_EQ(detect().depth, 12);
}

TEST_F(StorageTest, ADiskOfAnEmulatorIs12) {
  make_disk("sda", "1", "QEMU");
  EXPECT_EQ(detect().depth, 12);
}

TEST_F(StorageTest, NoBlockDeviceIs12) {
  EXPECT_EQ(detect_device(0, 41, root_.path()).depth, 12);
  EXPECT_EQ(detect_storage(root_ / "not there", root_.path()).depth, 12);
}

}  // namespace
}  // namespace hb::pipeline
