#include "runner/catalog/forbid.hpp"

#include <algorithm>

#include "runner/catalog/cpp_tokens.hpp"

namespace hb::runner {

std::vector<Token> identifiers(std::string_view source) {
  std::vector<Token> names;
  for (const CppToken& token : cpp_tokens(source)) {
    if (token.is_name()) names.push_back({token.text, token.line});
  }
  return names;
}

std::optional<ForbiddenUse> find_forbidden(
    std::string_view source, const std::vector<Forbidden>& forbidden) {
  for (const Token& token : identifiers(source)) {
    for (const Forbidden& rule : forbidden) {
      if (std::find(rule.words.begin(), rule.words.end(), token.text) !=
          rule.words.end()) {
        return ForbiddenUse{std::string(token.text), token.line, rule.reason};
      }
    }
  }
  return std::nullopt;
}

}  // namespace hb::runner
