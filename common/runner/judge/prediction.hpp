// outcomes.txt: sections `program NAME`, in each a line for an outcome, `?` or
// `allowed` or `never` and then its values. `#` begins a comment.
#pragma once

#include <string>
#include <vector>

namespace hb::runner {

enum class Claim { open, allowed, never };

struct PredictedOutcome {
  int line = 0;
  std::string program;
  Claim claim = Claim::open;
  std::string outcome;  // "r1=0 r2=1", one blank between the values
};

struct PredictionMistake {
  int line = 0;
  std::string program;  // the section it is in, or empty
  std::string what;
};

struct Prediction {
  std::vector<PredictedOutcome> outcomes;   // in the order of the file
  std::vector<PredictionMistake> mistakes;  // lines that cannot be read
};

Prediction read_prediction(const std::string& text);

}  // namespace hb::runner
