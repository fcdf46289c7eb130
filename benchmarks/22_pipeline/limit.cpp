#include "limit.hpp"

#include <fcntl.h>
#include <openssl/evp.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zstd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <ctime>
#include <fstream>
#include <memory>
#include <span>
#include <stdexcept>
#include <thread>
#include <vector>

namespace hb {
namespace {

constexpr std::size_t kChunk = 1024 * 1024;

using Bytes = std::span<const unsigned char>;

// A file's pages, mapped before anything is measured.
class Mapped {
 public:
  explicit Mapped(const std::filesystem::path& path) {
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) return;
    struct stat status {};
    if (::fstat(fd, &status) == 0) {
      const auto size = static_cast<std::size_t>(status.st_size);
      void* const memory =
          ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd, 0);
      if (memory != MAP_FAILED) {
        bytes_ = {static_cast<const unsigned char*>(memory), size};
      }
    }
    ::close(fd);
  }
  ~Mapped() {
    if (bytes_.empty()) return;
    ::munmap(const_cast<unsigned char*>(bytes_.data()), bytes_.size());
  }
  Mapped(const Mapped&) = delete;
  Mapped& operator=(const Mapped&) = delete;

  Bytes bytes() const { return bytes_; }

 private:
  Bytes bytes_;
};

class Encryption {
 public:
  Encryption()
      : cipher_(EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr),
                &EVP_CIPHER_free),
        context_(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free) {
    const std::array<unsigned char, 32> key = {};
    EVP_CipherInit_ex2(context_.get(), cipher_.get(), key.data(), nullptr, 1,
                       nullptr);
  }

  bool seal(std::span<unsigned char> text) {
    ++nonce_[0];
    int length = 0;
    std::array<unsigned char, 16> tag = {};
    EVP_CIPHER_CTX* const context = context_.get();
    return EVP_CipherInit_ex2(context, nullptr, nullptr, nonce_.data(), -1,
                              nullptr) == 1 &&
           EVP_CipherUpdate(context, text.data(), &length, text.data(),
                            static_cast<int>(text.size())) == 1 &&
           EVP_CipherFinal_ex(context, nullptr, &length) == 1 &&
           EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, 16,
                               tag.data()) == 1;
  }

 private:
  std::unique_ptr<EVP_CIPHER, decltype(&EVP_CIPHER_free)> cipher_;
  std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> context_;
  std::array<unsigned char, 12> nonce_ = {};
};

double thread_cpu_seconds() {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) +
         static_cast<double>(now.tv_nsec) / 1e9;
}

// Every `stride`-th chunk, from `first` on. Returns the CPU seconds of this
// thread; negative: it failed.
double cpu_seconds(Bytes all, int level, unsigned first = 0,
                   unsigned stride = 1) {
  const std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> zstd(
      ZSTD_createCCtx(), &ZSTD_freeCCtx);
  ZSTD_CCtx_setParameter(zstd.get(), ZSTD_c_compressionLevel, level);
  Encryption encryption;
  std::vector<unsigned char> into(ZSTD_compressBound(kChunk));
  const double begin = thread_cpu_seconds();
  for (std::size_t at = first * kChunk; at < all.size();
       at += stride * kChunk) {
    const Bytes chunk = all.subspan(at, std::min(all.size() - at, kChunk));
    const std::size_t size = ZSTD_compress2(
        zstd.get(), into.data(), into.size(), chunk.data(), chunk.size());
    if (ZSTD_isError(size) != 0) return -1;
    if (!encryption.seal(std::span(into).first(size))) return -1;
  }
  return thread_cpu_seconds() - begin;
}

}  // namespace

double limit_seconds(const std::filesystem::path& file, int level) {
  const Mapped mapped(file);
  if (mapped.bytes().empty()) return -1;
  return cpu_seconds(mapped.bytes(), level) / kProcessors;
}

double limit_at_once_seconds(const std::filesystem::path& file, int level) {
  const Mapped mapped(file);
  if (mapped.bytes().empty()) return -1;
  std::vector<double> cpu(
      kProcessors);  // each thread its own, read when joined
  const auto begin = std::chrono::steady_clock::now();
  {
    std::vector<std::jthread> threads;
    for (unsigned n = 0; n < kProcessors; ++n) {
      threads.emplace_back([&, n] {
        cpu[n] = cpu_seconds(mapped.bytes(), level, n, kProcessors);
      });
    }
  }
  if (std::ranges::any_of(cpu, [](double seconds) { return seconds < 0; })) {
    return -1;
  }
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin)
      .count();
}

// #region naive
void pack_naively(const std::filesystem::path& file,
                  const std::filesystem::path& output, int level) {
  std::vector<unsigned char> raw(std::filesystem::file_size(file));
  std::ifstream(file, std::ios::binary)
      .read(reinterpret_cast<char*>(raw.data()),
            static_cast<std::streamsize>(raw.size()));
  std::vector<unsigned char> packed(ZSTD_compressBound(raw.size()));
  const std::size_t size = ZSTD_compress(packed.data(), packed.size(),
                                         raw.data(), raw.size(), level);
  if (ZSTD_isError(size) != 0) throw std::runtime_error("zstd failed");
  packed.resize(size);
  if (!Encryption().seal(packed)) throw std::runtime_error("AES failed");
  std::ofstream(output, std::ios::binary)
      .write(reinterpret_cast<const char*>(packed.data()),
             static_cast<std::streamsize>(packed.size()));
}
// #endregion naive

}  // namespace hb
