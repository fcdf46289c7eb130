#include "pipeline/container/aead.hpp"

#include <openssl/evp.h>
#include <sodium.h>

#include <stdexcept>

#include "pipeline/container/bytes.hpp"

namespace hb::pipeline {
namespace {

using Context = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

// REQUIRES: what must not fail has failed: memory, or an OpenSSL without AES.
void must_work(int result) {
  if (result != 1) throw std::runtime_error("OpenSSL: AES-256-GCM failed");
}

// The key's schedule is made once; afterwards only the nonce is set.
Context make_context(const EVP_CIPHER* cipher, const Secret& key,
                     bool encrypts) {
  Context context(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
  must_work(context != nullptr);
  must_work(EVP_CipherInit_ex2(context.get(), cipher, raw(key.bytes()), nullptr,
                               encrypts ? 1 : 0, nullptr));
  return context;
}

void start(EVP_CIPHER_CTX* context, std::span<const std::byte> nonce,
           std::span<const std::byte> associated, std::span<std::byte> text) {
  int length = 0;
  must_work(
      EVP_CipherInit_ex2(context, nullptr, nullptr, raw(nonce), -1, nullptr));
  must_work(EVP_CipherUpdate(context, nullptr, &length, raw(associated),
                             static_cast<int>(associated.size())));
  if (text.empty()) return;
  must_work(EVP_CipherUpdate(context, raw_into(text), &length, raw(text),
                             static_cast<int>(text.size())));
}

}  // namespace

std::size_t nonce_bytes(Cipher cipher) {
  switch (cipher) {
    case Cipher::none:
      return 0;
    case Cipher::aes_256_gcm:
      return 12;
    case Cipher::xchacha20_poly1305:
      return crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
  }
  return 0;
}

struct Aead::State {
  Cipher cipher;
  const Secret& key;
  Context sealing{nullptr, &EVP_CIPHER_CTX_free};
  Context opening{nullptr, &EVP_CIPHER_CTX_free};
};

Aead::Aead(Cipher cipher, const Secret& key)
    : state_(new State{.cipher = cipher, .key = key}) {
  if (cipher != Cipher::aes_256_gcm) return;
  // WHY fetched: a lookup by name in every call would cost as much as 4 KiB.
  const std::unique_ptr<EVP_CIPHER, decltype(&EVP_CIPHER_free)> fetched(
      EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr), &EVP_CIPHER_free);
  must_work(fetched != nullptr);
  state_->sealing = make_context(fetched.get(), key, true);
  state_->opening = make_context(fetched.get(), key, false);
}

Aead::~Aead() = default;
Aead::Aead(Aead&& other) noexcept = default;
Aead& Aead::operator=(Aead&& other) noexcept = default;

void Aead::seal(std::span<std::byte> nonce,
                std::span<const std::byte> associated,
                std::span<std::byte> text, std::span<std::byte> tag) {
  randombytes_buf(nonce.data(), nonce.size());
  if (state_->cipher == Cipher::xchacha20_poly1305) {
    crypto_aead_xchacha20poly1305_ietf_encrypt_detached(
        raw_into(text), raw_into(tag), nullptr, raw(text), text.size(),
        raw(associated), associated.size(), nullptr, raw(nonce),
        raw(state_->key.bytes()));
    return;
  }
  EVP_CIPHER_CTX* context = state_->sealing.get();
  start(context, nonce, associated, text);
  int length = 0;
  must_work(EVP_CipherFinal_ex(context, nullptr, &length));
  must_work(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, kTagBytes,
                                tag.data()));
}

bool Aead::open(std::span<const std::byte> nonce,
                std::span<const std::byte> associated,
                std::span<std::byte> text, std::span<const std::byte> tag) {
  if (state_->cipher == Cipher::xchacha20_poly1305) {
    return crypto_aead_xchacha20poly1305_ietf_decrypt_detached(
               raw_into(text), nullptr, raw(text), text.size(), raw(tag),
               raw(associated), associated.size(), raw(nonce),
               raw(state_->key.bytes())) == 0;
  }
  EVP_CIPHER_CTX* context = state_->opening.get();
  start(context, nonce, associated, text);
  // WHY the cast: the call takes a void*, and reads.
  must_work(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, kTagBytes,
                                const_cast<std::byte*>(tag.data())));
  int length = 0;
  return EVP_CipherFinal_ex(context, nullptr, &length) == 1;
}

}  // namespace hb::pipeline
