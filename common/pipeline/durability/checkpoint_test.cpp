#include "pipeline/durability/checkpoint.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <tuple>

#include "pipeline/failure.hpp"
#include "pipeline/files/file.hpp"
#include "pipeline/files/scratch_folder.hpp"

namespace hb::pipeline {
namespace {

namespace fs = std::filesystem;

Checkpoint some_checkpoint() {
  Checkpoint checkpoint;
  checkpoint.input = "/somewhere/\xff\n tree";
  checkpoint.options = 0x0123456789abcdef;
  checkpoint.bytes = 104 + 24 + 5 + 8;
  checkpoint.items_done = 1;
  ChunkEntry entry;
  entry.offset = 104;
  entry.raw_bytes = 5;
  entry.stored_bytes = 5;
  entry.flags = kStoredPlain;
  checkpoint.index.chunks = {entry};
  Item folder;
  folder.kind = ItemKind::directory;
  folder.path = "tree";
  Item file;
  file.path = "tree/file";
  file.size = 5;
  file.segments = {{.chunk = 0, .chunk_offset = 0, .bytes = 5}};
  checkpoint.index.items = {folder, file};
  return checkpoint;
}

class CheckpointTest : public testing::TestWithParam<Cipher> {
 protected:
  static ContainerKeys keys(std::byte key = std::byte{7},
                            std::byte salt = std::byte{1}) {
    Header header;
    header.cipher = GetParam();
    header.largest_chunk = 4096;
    if (header.cipher != Cipher::none) {
      header.derivation = KeyDerivation::key_file;
      header.salt.fill(salt);
    }
    Secret master;
    master.bytes().fill(key);
    return ContainerKeys(header, master);
  }
  std::string content() const {
    std::ifstream in(path_, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  int kind_of_failure(const ContainerKeys& with) const {
    try {
      std::ignore = load_checkpoint(path_, with);
      return 0;
    } catch (const Failure& failure) {
      return failure.exit_code();
    }
  }

  const ScratchFolder folder_;
  const fs::path path_ = folder_ / "checkpoint";
};

TEST_P(CheckpointTest, IsReadAsItWasSaved) {
  save_checkpoint(path_, keys(), some_checkpoint());
  EXPECT_EQ(load_checkpoint(path_, keys()), some_checkpoint());
  EXPECT_EQ(checkpoint_header(path_), keys().header());
}

TEST_P(CheckpointTest, TakesThePlaceOfTheOneBefore) {
  save_checkpoint(path_, keys(), Checkpoint{});
  save_checkpoint(path_, keys(), some_checkpoint());
  EXPECT_EQ(load_checkpoint(path_, keys()), some_checkpoint());
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_.path()), {}), 1);
}

TEST_P(CheckpointTest, IsRefusedWithAnyByteChanged) {
  const ContainerKeys with = keys();
  save_checkpoint(path_, with, some_checkpoint());
  const File file = File::open(path_, O_RDWR, Stage::write);
  for (std::uint64_t i = 0; i < fs::file_size(path_); ++i) {
    std::array<std::byte, 1> byte;
    file.read_exactly(byte, i);
    byte[0] ^= std::byte{1} << (i % 8);
    file.write(byte, i);
    ASSERT_NE(kind_of_failure(with), 0) << "byte " << i;
    byte[0] ^= std::byte{1} << (i % 8);
    file.write(byte, i);
  }
  EXPECT_EQ(kind_of_failure(with), 0);
}

TEST_P(CheckpointTest, IsRefusedCutAnywhereOrLongerThanItWas) {
  const ContainerKeys with = keys();
  save_checkpoint(path_, with, some_checkpoint());
  fs::resize_file(path_, fs::file_size(path_) + 1);
  EXPECT_EQ(kind_of_failure(with), 65);
  for (std::uint64_t left = fs::file_size(path_) - 1; left > 0; --left) {
    fs::resize_file(path_, left - 1);
    ASSERT_EQ(kind_of_failure(with), 65) << left - 1;
  }
}

TEST_P(CheckpointTest, IsRefusedToAnotherKeyOrAnotherRun) {
  if (GetParam() == Cipher::none) return;
  save_checkpoint(path_, keys(), some_checkpoint());
  EXPECT_EQ(kind_of_failure(keys(std::byte{8})), 77);
  EXPECT_EQ(kind_of_failure(keys(std::byte{7}, std::byte{2})), 65);
}

TEST_P(CheckpointTest, SaysNothingOfTheInputWithoutTheKey) {
  save_checkpoint(path_, keys(), some_checkpoint());
  const bool shown = content().find("tree/file") != std::string::npos;
  EXPECT_FALSE(GetParam() != Cipher::none && shown);
}

TEST_P(CheckpointTest, SaysThatItIsNotThere) {
  EXPECT_EQ(kind_of_failure(keys()), 66);
}

TEST(Checkpoint, MayTakeThePlaceOfACheckpointOrOfNothingAlone) {
  const ScratchFolder folder;
  const fs::path path = folder / "checkpoint";
  const auto make = [&](const std::string& text) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << text;
  };
  EXPECT_NO_THROW(check_is_ours(path));
  for (const char* const ours : {"", "HBPIPECP and the rest"}) {
    make(ours);
    EXPECT_NO_THROW(check_is_ours(path)) << ours;
  }
  for (const char* const anothers : {"HBPIPE", "a letter to a friend"}) {
    make(anothers);
    EXPECT_THROW(check_is_ours(path), Failure) << anothers;
  }
  EXPECT_THROW(check_is_ours("/dev/null"), Failure);
}

INSTANTIATE_TEST_SUITE_P(AllCiphers, CheckpointTest,
                         testing::Values(Cipher::none, Cipher::aes_256_gcm,
                                         Cipher::xchacha20_poly1305));

}  // namespace
}  // namespace hb::pipeline
