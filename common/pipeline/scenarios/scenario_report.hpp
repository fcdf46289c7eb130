// What a scenario has to say, and whether it went as expected.
#pragma once

#include <fmt/format.h>

#include <string>
#include <utility>
#include <vector>

namespace hb::pipeline {

class ScenarioReport {
 public:
  struct Expectation {
    std::string text;  // as a fact: "no more than 3 work at once: 3"
    bool held = false;
  };

  // A line, or several.
  template <typename... Values>
  void say(fmt::format_string<Values...> format, Values&&... values) {
    text_ += fmt::format(format, std::forward<Values>(values)...);
    text_ += '\n';
  }

  // Invariants, and ratios inside one run: never how fast this machine is.
  template <typename... Values>
  void expect(bool held, fmt::format_string<Values...> format,
              Values&&... values) {
    expectations_.push_back(
        {fmt::format(format, std::forward<Values>(values)...), held});
  }

  const std::string& text() const { return text_; }
  const std::vector<Expectation>& expectations() const { return expectations_; }

  // What did not hold. A scenario that expected nothing has shown nothing.
  bool as_expected() const;
  // One line: "as expected", or "NOT as expected: " and why.
  std::string verdict() const;

 private:
  std::string text_;
  std::vector<Expectation> expectations_;
};

}  // namespace hb::pipeline
