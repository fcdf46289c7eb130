// explore() for GoogleTest, and what main() wants to know of it.
#pragma once

#include <string>

#include "checker/model.hpp"

namespace hb::checker {

// What the explored tests of this program came to, so far.
struct Tally {
  int rejected = 0;
  int inconclusive = 0;
  int shown = 0;        // by a replay code
  std::string refusal;  // why a replay code fitted no test so far
};
const Tally& tally();

// "Suite.Test"; empty outside of a test.
std::string running_test();

// Called with each result, before GoogleTest hears of it.
void on_result(void (*listener)(const std::string& test, const Result& result));

}  // namespace hb::checker
