#include "pipeline/container/key.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "pipeline/container/header.hpp"
#include "pipeline/container/samples.hpp"
#include "pipeline/failure.hpp"
#include "pipeline/files/scratch_folder.hpp"

namespace hb::pipeline {
namespace {

using samples::header_for;
using samples::secret;

class Keys : public ::testing::Test {
 protected:
  std::filesystem::path file(const std::string& content) {
    const auto path = folder_ / std::to_string(files_++);
    std::ofstream(path) << content;
    return path;
  }
  // A passphrase's header that costs a millisecond, not a second.
  static Header cheap_header() {
    Header header = header_for(Cipher::aes_256_gcm);
    header.derivation = KeyDerivation::argon2id;
    header.argon2_passes = 1;
    header.argon2_bytes = 8192;
    return header;
  }
  static FailureKind failure_of(const KeySource& source, const Header& header) {
    try {
      master_key(source, header);
    } catch (const Failure& failure) {
      return failure.kind();
    }
    ADD_FAILURE() << "no Failure";
    return {};
  }

  const ScratchFolder folder_;
  int files_ = 0;
};

TEST_F(Keys, OfAFileAreAsLongAsItIs) {
  const Header header = header_for(Cipher::aes_256_gcm);
  const auto key = [&](const std::string& content) {
    return master_key({.key_file = file(content), .passphrase_file = {}},
                      header)
        .bytes();
  };
  const std::string content(100'000, 'k');
  EXPECT_EQ(key(content), key(content));
  EXPECT_NE(key(content), key(content + "\n"));
  EXPECT_EQ(failure_of(
                {.key_file = file(std::string(31, 'k')), .passphrase_file = {}},
                header),
            FailureKind::usage);
}

TEST_F(Keys, OfAPassphraseDependOnItAndOnTheSalt) {
  const auto key = [&](const std::string& content, const Header& header) {
    return master_key({.key_file = {}, .passphrase_file = file(content)},
                      header)
        .bytes();
  };
  Header other = cheap_header();
  other.salt[0] ^= std::byte{1};
  EXPECT_EQ(key("correct horse", cheap_header()),
            key("correct horse\n", cheap_header()));
  EXPECT_NE(key("correct horse", cheap_header()),
            key("correct hors", cheap_header()));
  EXPECT_NE(key("correct horse", cheap_header()), key("correct horse", other));
}

TEST_F(Keys, OfAnEmptyPassphraseAreRefused) {
  EXPECT_EQ(failure_of({.key_file = {}, .passphrase_file = file("\r\n")},
                       cheap_header()),
            FailureKind::usage);
}

TEST_F(Keys, OfAFileThatIsNotThereAreNoInput) {
  EXPECT_EQ(failure_of({.key_file = folder_ / "none", .passphrase_file = {}},
                       header_for(Cipher::aes_256_gcm)),
            FailureKind::no_input);
}

TEST_F(Keys, OfAnotherDerivationAreAskedFor) {
  EXPECT_EQ(failure_of({}, cheap_header()), FailureKind::usage);
  EXPECT_EQ(failure_of({.key_file = file("x"), .passphrase_file = {}},
                       cheap_header()),
            FailureKind::usage);
  EXPECT_EQ(failure_of({.key_file = file("x"), .passphrase_file = {}}, {}),
            FailureKind::usage);
}

TEST(Headers, HaveASaltOfTheirOwn) {
  const KeySource source{.key_file = "key", .passphrase_file = {}};
  Header one, two;
  prepare_header(source, one);
  prepare_header(source, two);
  EXPECT_NE(one.salt, two.salt);
  EXPECT_EQ(one.cipher, Cipher::aes_256_gcm);
}

TEST(Headers, AreDecodedAsTheyWereEncoded) {
  for (const Cipher cipher : {Cipher::none, Cipher::xchacha20_poly1305}) {
    const Header header = header_for(cipher);
    EXPECT_EQ(decode_header(encode_header(header, secret(1))), header);
  }
}

TEST(Headers, ShowEveryFlippedBit) {
  const auto bytes = encode_header(header_for(Cipher::aes_256_gcm), secret(1));
  for (std::size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
    auto changed = bytes;
    changed[bit / 8] ^= std::byte{1} << static_cast<int>(bit % 8);
    EXPECT_THROW(decode_header(changed), Failure) << bit;
  }
}

TEST(Headers, ThatAskForTooMuchAreRefused) {
  Header header = header_for(Cipher::aes_256_gcm);
  header.derivation = KeyDerivation::argon2id;
  header.argon2_passes = 3;
  header.argon2_bytes = 1ull << 40;
  EXPECT_THROW(decode_header(encode_header(header, secret(1))), Failure);
  header = header_for(Cipher::none);
  header.largest_chunk = ~0u;
  EXPECT_THROW(decode_header(encode_header(header, secret(1))), Failure);
}

TEST_F(Keys, OfAPassphraseAreThoseOfItsFirstLine) {
  const Header header = cheap_header();
  const auto key = [&](const std::string& content) {
    return master_key({.key_file = {}, .passphrase_file = file(content)},
                      header)
        .bytes();
  };
  EXPECT_EQ(key("a phrase\r\nand a note\n"), key("a phrase"));
  EXPECT_NE(key("a phrase and a note"), key("a phrase"));
}

TEST_F(Keys, AreNotReadFromADeviceWhichHasNoEnd) {
  EXPECT_EQ(failure_of({.key_file = "/dev/zero", .passphrase_file = {}},
                       header_for(Cipher::aes_256_gcm)),
            FailureKind::usage);
}

}  // namespace
}  // namespace hb::pipeline
