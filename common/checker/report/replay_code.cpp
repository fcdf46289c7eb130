#include "checker/report/replay_code.hpp"

#include <algorithm>
#include <bit>
#include <optional>
#include <string_view>

namespace hb::checker {
namespace {

constexpr std::string_view kVersion = "cw1:";
// Crockford's: no i, l, o, u, which are mistaken for other characters.
constexpr std::string_view kDigits = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr std::size_t kFingerprintDigits = 4;
constexpr std::size_t kChecksumDigits = 2;
constexpr int kMostSteps = 4096;

class BitWriter {
 public:
  void put(std::uint32_t value, int bits) {
    for (int i = bits; i-- > 0;) bits_.push_back(((value >> i) & 1) != 0);
  }
  // Small numbers in few bits: Elias' gamma code of value + 1.
  void put_small(std::uint32_t value) {
    const int width = static_cast<int>(std::bit_width(value + 1));
    put(0, width - 1);
    put(value + 1, width);
  }
  std::string digits() const {
    std::string text;
    for (std::size_t i = 0; i < bits_.size(); i += 5) {
      std::size_t digit = 0;
      for (std::size_t k = i; k < i + 5; ++k) {
        digit = 2 * digit + (k < bits_.size() && bits_[k] ? 1 : 0);
      }
      text += kDigits[digit];
    }
    return text;
  }

 private:
  std::vector<bool> bits_;
};

class BitReader {
 public:
  explicit BitReader(const std::vector<std::uint8_t>& digits)
      : digits_(digits) {}

  std::uint32_t get(int bits) {
    std::uint32_t value = 0;
    for (; bits > 0; --bits, ++at_) {
      const std::size_t digit = at_ / 5;
      if (digit >= digits_.size()) {
        overrun_ = true;
        return 0;
      }
      value = 2 * value + ((digits_[digit] >> (4 - at_ % 5)) & 1u);
    }
    return value;
  }
  std::uint32_t get_small() {
    int width = 1;
    while (!overrun_ && width < 24 && get(1) == 0) ++width;
    if (overrun_) return 0;
    return ((1u << (width - 1)) | get(width - 1)) - 1;
  }
  bool overrun() const { return overrun_; }

 private:
  const std::vector<std::uint8_t>& digits_;
  std::size_t at_ = 0;
  bool overrun_ = false;
};

enum class Departure : std::uint32_t { source, position, choice };

struct Exception {
  std::size_t step;
  Departure departure;
  std::uint32_t value;
};

std::string digits_of(std::uint32_t value, std::size_t count) {
  std::string text(count, '0');
  for (std::size_t i = count; i-- > 0; value >>= 5) {
    text[i] = kDigits[value & 31];
  }
  return text;
}

std::string fingerprint_digits(std::uint64_t fingerprint) {
  const std::uint64_t mixed = fingerprint * 0x9e3779b97f4a7c15u;
  return digits_of(static_cast<std::uint32_t>(mixed >> 44), kFingerprintDigits);
}

std::string checksum_digits(std::string_view text) {
  std::uint32_t sum = 2166136261u;
  for (const char c : text) {
    sum = (sum ^ static_cast<unsigned char>(c)) * 16777619u;
  }
  return digits_of(sum >> 22, kChecksumDigits);
}

std::string payload_of(const std::vector<ReplayStep>& steps) {
  BitWriter out;
  std::vector<std::pair<int, std::uint32_t>> runs;  // thread, steps
  std::vector<Exception> exceptions;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const ReplayStep& step = steps[i];
    if (runs.empty() || runs.back().first != step.thread) {
      runs.emplace_back(step.thread, 0);
    }
    ++runs.back().second;
    if (step.source != ReplayStep::kNewest) {
      exceptions.push_back(
          {i, Departure::source, static_cast<std::uint32_t>(step.source)});
    }
    if (step.position != ReplayStep::kNewest) {
      exceptions.push_back(
          {i, Departure::position, static_cast<std::uint32_t>(step.position)});
    }
    if (step.choice != 0)
      exceptions.push_back({i, Departure::choice, step.choice});
  }
  out.put_small(static_cast<std::uint32_t>(runs.size()));
  for (const auto& [thread, count] : runs) {
    out.put_small(static_cast<std::uint32_t>(thread));
    out.put_small(count - 1);
  }
  out.put_small(static_cast<std::uint32_t>(exceptions.size()));
  std::size_t previous = 0;
  for (const Exception& exception : exceptions) {
    out.put_small(static_cast<std::uint32_t>(exception.step - previous));
    previous = exception.step;
    out.put(static_cast<std::uint32_t>(exception.departure), 2);
    out.put_small(exception.value);
  }
  return out.digits();
}

// The steps, or nothing if this is no payload.
std::optional<std::vector<ReplayStep>> steps_in(
    const std::vector<std::uint8_t>& digits) {
  BitReader in(digits);
  std::vector<ReplayStep> steps;
  const std::uint32_t runs = in.get_small();
  for (std::uint32_t i = 0; i < runs && !in.overrun(); ++i) {
    const std::uint32_t thread = in.get_small();
    const std::uint32_t count = in.get_small() + 1;
    if (thread >= kMaxThreads || steps.size() + count > kMostSteps) {
      return std::nullopt;
    }
    ReplayStep step;
    step.thread = static_cast<std::int8_t>(thread);
    steps.insert(steps.end(), count, step);
  }
  const std::uint32_t exceptions = in.get_small();
  std::size_t at = 0;
  for (std::uint32_t i = 0; i < exceptions && !in.overrun(); ++i) {
    at += in.get_small();
    const auto departure = static_cast<Departure>(in.get(2));
    const std::uint32_t value = in.get_small();
    if (at >= steps.size() || value > 0x7fff) return std::nullopt;
    ReplayStep& step = steps[at];
    switch (departure) {
      case Departure::source:
        step.source = static_cast<std::int16_t>(value);
        break;
      case Departure::position:
        step.position = static_cast<std::int16_t>(value);
        break;
      case Departure::choice:
        step.choice = static_cast<std::uint8_t>(value);
        break;
      default:
        return std::nullopt;
    }
  }
  if (in.overrun()) return std::nullopt;
  return steps;
}

// As people type it: upper case, and the characters mistaken for others.
std::string normal(std::string_view code) {
  std::string text;
  for (char c : code) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (c == ' ' || c == '\n' || c == '\t' || c == '-') continue;
    text += c;
  }
  return text;
}

std::string digits_read(std::string text) {
  for (char& c : text) {
    if (c == 'o') c = '0';
    if (c == 'i' || c == 'l') c = '1';
  }
  return text;
}

}  // namespace

std::string encode_replay(const std::vector<ReplayStep>& steps,
                          std::uint64_t fingerprint) {
  const std::string text = fingerprint_digits(fingerprint) + payload_of(steps);
  return std::string(kVersion) + text + checksum_digits(text);
}

DecodedReplay decode_replay(const std::string& code,
                            std::uint64_t fingerprint) {
  std::string text = normal(code);
  if (!text.starts_with("cw") || text.find(':') == text.npos) {
    return {{},
            "This is no replay code: one begins with cw1: and stands at "
            "the end of a report."};
  }
  if (!text.starts_with(kVersion)) {
    return {{},
            "This replay code is of another version (" +
                text.substr(0, text.find(':')) +
                "): run the test again for a new one."};
  }
  text = digits_read(text.substr(kVersion.size()));
  const DecodedReplay damaged{
      {}, "This replay code is damaged: a character is missing or wrong."};
  if (text.size() <= kFingerprintDigits + kChecksumDigits ||
      text.find_first_not_of(kDigits) != text.npos) {
    return damaged;
  }
  const std::string checksum = text.substr(text.size() - kChecksumDigits);
  text.resize(text.size() - kChecksumDigits);
  if (checksum != checksum_digits(text)) return damaged;
  if (!text.starts_with(fingerprint_digits(fingerprint))) {
    return {{},
            "This replay code is of another program: the test or the "
            "answer has changed since, or it belongs to another test."};
  }
  std::vector<std::uint8_t> digits;
  for (const char c : text.substr(kFingerprintDigits)) {
    digits.push_back(static_cast<std::uint8_t>(kDigits.find(c)));
  }
  auto steps = steps_in(digits);
  if (!steps) return damaged;
  return {std::move(*steps), ""};
}

std::string replay_code_of(const RecordedExecution& execution) {
  return encode_replay(replay_steps_of(execution), execution.fingerprint);
}

}  // namespace hb::checker
