#include "pipeline/container/key.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sodium.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <stdexcept>
#include <vector>

#include "pipeline/container/bytes.hpp"
#include "pipeline/files/file.hpp"

namespace hb::pipeline {
namespace {

constexpr std::size_t kLeastKeyFileBytes = 32;
constexpr std::size_t kMostPassphraseBytes = 64 * 1024;
constexpr std::uint32_t kArgon2Passes = 3;
constexpr std::uint64_t kArgon2Bytes = 256ull << 20;

// Memory for what must not stay: wiped where it ends.
struct Wiped {
  explicit Wiped(std::size_t size) : bytes(size) {}
  ~Wiped() { sodium_memzero(bytes.data(), bytes.size()); }
  Wiped(const Wiped&) = delete;
  Wiped& operator=(const Wiped&) = delete;

  std::vector<std::byte> bytes;
};

// WHY read(2): a key may come out of a pipe, which has no offsets.
std::size_t read_some(const File& file, std::span<std::byte> into) {
  std::size_t done = 0;
  while (done < into.size()) {
    const ssize_t some =
        ::read(file.fd(), into.data() + done, into.size() - done);
    if (some < 0 && errno == EINTR) continue;
    if (some < 0) throw system_failure(errno, Stage::read, file.name());
    if (some == 0) break;
    done += static_cast<std::size_t>(some);
  }
  return done;
}

Failure usage(std::string_view item, std::string_view text) {
  return Failure(FailureKind::usage, Stage::read, item, text);
}

Secret from_key_file(const std::string& path) {
  const File file = File::open(path, O_RDONLY, Stage::read);
  // WHY: a device has no end, or another content each time.
  if (S_ISCHR(file.status().st_mode) || S_ISBLK(file.status().st_mode)) {
    throw usage(path,
                "is a device; make a key by: head -c 32 /dev/urandom > FILE");
  }
  crypto_generichash_state state;
  crypto_generichash_init(&state, nullptr, 0, 32);
  Wiped buffer(64 * 1024);
  std::size_t total = 0;
  while (const std::size_t some = read_some(file, buffer.bytes)) {
    crypto_generichash_update(&state, raw_into(buffer.bytes), some);
    total += some;
  }
  Secret master;
  crypto_generichash_final(&state, raw_into(master.bytes()), 32);
  sodium_memzero(&state, sizeof state);
  if (total < kLeastKeyFileBytes) {
    throw usage(path,
                fmt::format("a key file has at least 32 bytes, this one {}; "
                            "make one by: head -c 32 /dev/urandom > FILE",
                            total));
  }
  return master;
}

// Without the end of its line, which editors and echo add, and what follows.
std::size_t first_line(std::span<const std::byte> bytes) {
  const auto end = std::ranges::find(bytes, std::byte{'\n'});
  auto size = static_cast<std::size_t>(end - bytes.begin());
  if (size > 0 && bytes[size - 1] == std::byte{'\r'}) --size;
  return size;
}

Secret from_passphrase(const std::string& path, const Header& header) {
  const File file = File::open(path, O_RDONLY, Stage::read);
  Wiped buffer(kMostPassphraseBytes + 1);
  const std::size_t read = read_some(file, buffer.bytes);
  if (read > kMostPassphraseBytes) {
    throw usage(path, "a passphrase has at most 65,536 bytes");
  }
  const std::size_t size = first_line(std::span(buffer.bytes).first(read));
  if (size == 0) throw usage(path, "the passphrase is empty");
  Secret master;
  const int result = crypto_pwhash(
      raw_into(master.bytes()), master.bytes().size(),
      reinterpret_cast<const char*>(buffer.bytes.data()), size,
      // Argon2id takes 16 bytes of salt; all 32 go into the container's keys.
      reinterpret_cast<const unsigned char*>(header.salt.data()),
      header.argon2_passes, header.argon2_bytes, crypto_pwhash_ALG_ARGON2ID13);
  if (result != 0) {
    throw Failure(FailureKind::io, Stage::read, path,
                  fmt::format("the passphrase's key takes {} MiB of memory, "
                              "and they are not there",
                              header.argon2_bytes >> 20));
  }
  return master;
}

Failure other_derivation(KeyDerivation wanted) {
  switch (wanted) {
    case KeyDerivation::none:
      return usage("", "the container has no key: leave the key's option out");
    case KeyDerivation::key_file:
      return usage("", "the container needs its key: add --key-file FILE");
    case KeyDerivation::argon2id:
      break;
  }
  return usage(
      "", "the container needs its passphrase: add --passphrase-file FILE");
}

}  // namespace

void use_sodium() {
  static const int initialised = sodium_init();
  if (initialised < 0) throw std::runtime_error("libsodium did not start");
}

Secret::Secret(Secret&& other) noexcept : bytes_(other.bytes_) {
  sodium_memzero(other.bytes_.data(), other.bytes_.size());
}

Secret& Secret::operator=(Secret&& other) noexcept {
  if (this == &other) return *this;
  bytes_ = other.bytes_;
  sodium_memzero(other.bytes_.data(), other.bytes_.size());
  return *this;
}

Secret::~Secret() { sodium_memzero(bytes_.data(), bytes_.size()); }

KeyDerivation KeySource::derivation() const {
  if (key_file && passphrase_file) {
    throw usage("", "give --key-file or --passphrase-file, not both");
  }
  if (key_file) return KeyDerivation::key_file;
  if (passphrase_file) return KeyDerivation::argon2id;
  return KeyDerivation::none;
}

void prepare_header(const KeySource& source, Header& header) {
  use_sodium();
  header.derivation = source.derivation();
  header.argon2_passes = 0;
  header.argon2_bytes = 0;
  header.salt = {};
  if (header.derivation == KeyDerivation::none) {
    header.cipher = Cipher::none;
    return;
  }
  if (header.cipher == Cipher::none) header.cipher = Cipher::aes_256_gcm;
  randombytes_buf(header.salt.data(), header.salt.size());
  if (header.derivation == KeyDerivation::argon2id) {
    header.argon2_passes = kArgon2Passes;
    header.argon2_bytes = kArgon2Bytes;
  }
}

Secret master_key(const KeySource& source, const Header& header) {
  use_sodium();
  if (source.derivation() != header.derivation) {
    throw other_derivation(header.derivation);
  }
  switch (header.derivation) {
    case KeyDerivation::none:
      break;
    case KeyDerivation::key_file:
      return from_key_file(source.key_file->string());
    case KeyDerivation::argon2id:
      return from_passphrase(source.passphrase_file->string(), header);
  }
  return {};
}

}  // namespace hb::pipeline
