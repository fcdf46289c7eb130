#include "pipeline/scenarios/text_data.hpp"

#include <fcntl.h>

#include <algorithm>
#include <cstring>
#include <string_view>
#include <utility>

#include "pipeline/files/file.hpp"

namespace hb::pipeline {
namespace {

constexpr std::size_t kMessages = 2048;
constexpr std::size_t kIdentifier = 30;
constexpr std::string_view kLetters =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
static_assert(kLetters.size() == 64);

// SplitMix64. Source: Steele, Lea, Flood, OOPSLA 2014.
std::uint64_t next_random(std::uint64_t& state) {
  state += 0x9e3779b97f4a7c15U;
  std::uint64_t value = state;
  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9U;
  value = (value ^ (value >> 27)) * 0x94d049bb133111ebU;
  return value ^ (value >> 31);
}

void append_letters(std::string& text, std::size_t count,
                    std::uint64_t& state) {
  constexpr std::size_t kPerNumber = 10;  // of 6 bits each
  for (std::size_t done = 0; done < count; done += kPerNumber) {
    std::uint64_t number = next_random(state);
    for (std::size_t n = done; n < std::min(count, done + kPerNumber); ++n) {
      text += kLetters[number % kLetters.size()];
      number /= kLetters.size();
    }
  }
}

}  // namespace

TextData::TextData(std::uint64_t seed) : state_(seed) {
  for (std::size_t n = 0; n < kMessages; ++n) {
    std::string message = " ";
    const std::size_t words = 4 + next_random(state_) % 4;
    for (std::size_t word = 0; word < words; ++word) {
      append_letters(message, 3 + next_random(state_) % 7, state_);
      message += ' ';
    }
    message.back() = '\n';
    messages_.push_back(std::move(message));
  }
}

void TextData::append_line() {
  line_.clear();
  used_ = 0;
  append_letters(line_, kIdentifier, state_);
  line_ += messages_[next_random(state_) % kMessages];
}

void TextData::fill(std::span<std::byte> into) {
  while (!into.empty()) {
    if (used_ == line_.size()) append_line();
    const std::size_t bytes = std::min(into.size(), line_.size() - used_);
    std::memcpy(into.data(), line_.data() + used_, bytes);
    used_ += bytes;
    into = into.subspan(bytes);
  }
}

void write_text_file(const std::filesystem::path& path, std::uint64_t bytes,
                     TextData& data, const std::function<void()>& between) {
  constexpr std::uint64_t kPiece = 1 << 20;
  const File file =
      File::open(path.native(), O_WRONLY | O_CREAT | O_EXCL, Stage::write);
  std::vector<std::byte> piece(std::min(bytes, kPiece));
  for (std::uint64_t at = 0; at < bytes; at += piece.size()) {
    between();
    piece.resize(std::min(bytes - at, kPiece));
    data.fill(piece);
    file.write(piece, at);
  }
}

}  // namespace hb::pipeline
