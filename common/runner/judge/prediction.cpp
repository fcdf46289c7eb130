#include "runner/judge/prediction.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <optional>
#include <sstream>

namespace hb::runner {
namespace {

std::optional<Claim> claim_of(const std::string& word) {
  if (word == "?") return Claim::open;
  if (word == "allowed") return Claim::allowed;
  if (word == "never") return Claim::never;
  return std::nullopt;
}

// "r1=0": a name and a whole number.
bool is_value(const std::string& word) {
  const auto equals = word.find('=');
  if (equals == word.npos || equals == 0 || equals + 1 == word.size()) {
    return false;
  }
  const auto first = word[equals + 1] == '-' ? equals + 2 : equals + 1;
  return first < word.size() &&
         std::all_of(word.begin() + static_cast<long>(first), word.end(),
                     [](unsigned char c) { return std::isdigit(c) != 0; });
}

// What a learner may have typed, as a line of a message.
std::string shown(const std::string& line) {
  std::string text = line.substr(0, 40);
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < 0x20) c = ' ';
  }
  return "\"" + text + (line.size() > 40 ? "...\"" : "\"");
}

class PredictionReader {
 public:
  void read(const std::string& line) {
    ++number_;
    std::istringstream stream(line.substr(0, line.find('#')));
    std::vector<std::string> words;
    for (std::string word; stream >> word;) words.push_back(word);
    if (words.empty()) return;
    if (words.front() == "program") {
      read_program(words);
    } else {
      read_outcome(words, line);
    }
  }

  Prediction take() { return std::move(prediction_); }

 private:
  void read_program(const std::vector<std::string>& words) {
    program_ = words.size() > 1 ? words[1] : "";
    if (words.size() != 2) fail("expected program and one name");
  }

  void read_outcome(const std::vector<std::string>& words,
                    const std::string& line) {
    const auto claim = claim_of(words.front());
    if (!claim) {
      fail(fmt::format("{}: expected allowed, never or program first",
                       shown(line)));
      return;
    }
    if (words.size() < 2 ||
        !std::all_of(words.begin() + 1, words.end(), is_value)) {
      fail(fmt::format("{}: expected values such as r1=0 behind {}",
                       shown(line), words.front()));
      return;
    }
    if (program_.empty()) {
      fail(fmt::format("{} stands in no program", shown(line)));
      return;
    }
    prediction_.outcomes.push_back(
        {number_, program_, *claim,
         fmt::format("{}", fmt::join(words.begin() + 1, words.end(), " "))});
  }

  void fail(std::string what) {
    prediction_.mistakes.push_back({number_, program_, std::move(what)});
  }

  Prediction prediction_;
  std::string program_;  // the section that the next line is in
  int number_ = 0;
};

}  // namespace

Prediction read_prediction(const std::string& text) {
  PredictionReader reader;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) reader.read(line);
  return reader.take();
}

}  // namespace hb::runner
