// Words that an exercise forbids, matched on tokens: never inside a comment, a
// string or a longer name.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runner/catalog/exercise.hpp"

namespace hb::runner {

struct Token {
  std::string_view text;
  int line = 0;  // from 1
};

// The identifiers and keywords of C++ source, in order.
std::vector<Token> identifiers(std::string_view source);

struct ForbiddenUse {
  std::string word;
  int line = 0;
  std::string reason;
};

// The first forbidden word in `source`.
std::optional<ForbiddenUse> find_forbidden(
    std::string_view source, const std::vector<Forbidden>& forbidden);

}  // namespace hb::runner
