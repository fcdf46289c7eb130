#include "runner/mutants/source_shape.hpp"

#include <algorithm>
#include <cctype>
#include <set>
#include <utility>

namespace hb::runner {
namespace {

bool opens(const CppToken& token) {
  return token.is("(") || token.is("[") || token.is("{");
}

bool closes(const CppToken& token) {
  return token.is(")") || token.is("]") || token.is("}");
}

// Names before a parenthesis that are not the name of a function.
bool is_specifier(std::string_view name) {
  static const std::set<std::string_view> kNames = {
      "alignas",  "requires", "explicit",      "decltype",
      "noexcept", "if",       "__attribute__", "static_assert"};
  return kNames.contains(name);
}

// Words after which no operand has been: a bracket begins something new.
bool is_statement_word(std::string_view name) {
  static const std::set<std::string_view> kNames = {
      "return", "co_return", "co_yield", "co_await", "throw", "delete",
      "new",    "else",      "do",       "case",     "if",    "while",
      "for",    "switch",    "goto",     "continue", "break", "sizeof",
      "and",    "or",        "not",      "operator", "catch"};
  return kNames.contains(name);
}

bool begins_declaration(std::string_view name) {
  static const std::set<std::string_view> kNames = {
      "const",    "auto",         "static", "constexpr",    "using",
      "typename", "thread_local", "struct", "class",        "typedef",
      "volatile", "unsigned",     "enum",   "static_assert"};
  return kNames.contains(name);
}

// The tokens without those of the preprocessor's lines.
std::vector<CppToken> without_directives(std::vector<CppToken> tokens,
                                         const std::string& text) {
  std::size_t end_of_directive = 0;
  std::vector<CppToken> kept;
  for (const CppToken& token : tokens) {
    if (token.begin < end_of_directive) continue;
    const auto line = text.rfind('\n', token.begin) + 1;  // npos + 1 is 0
    const bool is_first = text.find_first_not_of(" \t", line) == token.begin;
    if (is_first && token.is("#")) {
      auto end = text.find('\n', token.begin);
      while (end != text.npos && end > 0 && text[end - 1] == '\\') {
        end = text.find('\n', end + 1);
      }
      end_of_directive = std::min(end, text.size());
      continue;
    }
    kept.push_back(token);
  }
  return kept;
}

}  // namespace

SourceShape::SourceShape(std::string text) : text_(std::move(text)) {
  tokens_ = without_directives(cpp_tokens(text_), text_);
  pair_brackets();
  read_scope(0, tokens_.size());
}

void SourceShape::pair_brackets() {
  match_.resize(tokens_.size());
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < tokens_.size(); ++i) {
    match_[i] = i;
    if (opens(tokens_[i])) open.push_back(i);
    if (!closes(tokens_[i]) || open.empty()) continue;
    match_[i] = open.back();
    match_[open.back()] = i;
    open.pop_back();
  }
}

// Behind `<...>`; `open` + 1 if it is not closed on the way.
std::size_t SourceShape::skip_angles(std::size_t open) const {
  int depth = 0;
  for (std::size_t i = open; i < tokens_.size(); ++i) {
    if (is(i, "<")) ++depth;
    if (is(i, ">") && --depth == 0) return i + 1;
    if (is(i, ";") || is(i, "{") || is(i, "}")) break;
    if (is(i, "(") || is(i, "[")) i = match(i);
  }
  return open + 1;
}

// A namespace, a class, or the file.
void SourceShape::read_scope(std::size_t begin, std::size_t end) {
  while (begin < end) {
    // WHY the larger: a bracket without a partner must not hold us up.
    begin = std::max(begin + 1, read_declaration(begin, end));
  }
}

std::size_t SourceShape::read_declaration(std::size_t begin, std::size_t end) {
  bool is_class = false;
  bool is_enum = false;
  bool is_namespace = false;
  bool has_value = false;
  bool initialises = false;  // in a constructor's list
  std::string function;      // its name, once a parenthesis has been seen
  std::string type;
  for (std::size_t i = begin; i < end; ++i) {
    const CppToken& t = tokens_[i];
    if (t.is(";") || closes(t)) return i + 1;
    if (t.is("template") && is(i + 1, "<")) {
      i = skip_angles(i + 1) - 1;
    } else if (t.is("namespace") || (t.is("extern") && is(i + 2, "{"))) {
      is_namespace = true;
    } else if (t.is("class") || t.is("struct") || t.is("union")) {
      is_class = true;
      if (is_name(i + 1)) type = tokens_[i + 1].text;
    } else if (t.is("enum")) {
      is_enum = true;
    } else if (t.is("=")) {
      has_value = true;
    } else if (t.is(":") && !is_class) {
      if (function.empty()) return i + 1;  // public:
      initialises = true;
    } else if (t.is("(")) {
      const bool is_named =
          i > begin && is_name(i - 1) && !is_specifier(tokens_[i - 1].text);
      if (function.empty() && is_named) function = tokens_[i - 1].text;
      if (function.empty() && i > begin && !is_specifier(tokens_[i - 1].text)) {
        function = "operator";
      }
      read_lambdas(i + 1, match(i), function, -1);
      i = match(i);
    } else if (t.is("[")) {
      i = match(i);
    } else if (t.is("{")) {
      const bool is_member = initialises && (is_name(i - 1) || is(i - 1, ">"));
      if (is_namespace) {
        read_scope(i + 1, match(i));
        return match(i) + 1;
      }
      if (is_member || is_enum || (has_value && function.empty())) {
        read_lambdas(i + 1, match(i), function, -1);
      } else if (!function.empty()) {
        read_block(i, Block::Kind::function, function, -1);
        return match(i) + 1;
      } else if (is_class) {
        classes_.push_back({type, i, match(i)});
        read_scope(i + 1, match(i));
      }
      i = match(i);
    }
  }
  return end;
}

int SourceShape::read_block(std::size_t open, Block::Kind kind,
                            const std::string& function, int parent) {
  const auto number = blocks_.size();
  Block block;
  block.kind = kind;
  block.open = open;
  block.close = match(open);
  block.parent = parent;
  block.function = function;
  if (parent >= 0) {
    block.parent_index = blocks_[std::size_t(parent)].statements.size();
  }
  blocks_.push_back(block);
  for (std::size_t i = open + 1; i < block.close;) {
    const Statement read = read_statement(i, int(number));
    blocks_[number].statements.push_back(read);
    i = std::max(read.end, i + 1);
  }
  return int(number);
}

Statement SourceShape::read_statement(std::size_t begin, int block) {
  const std::string_view word = tokens_[begin].text;
  const std::string function = blocks_[std::size_t(block)].function;
  if (word == "{") {
    read_block(begin, Block::Kind::bare, function, block);
    return {Statement::Kind::block, begin, match(begin) + 1};
  }
  if (word == "if" || word == "for" || word == "while" || word == "switch") {
    return read_controlled(begin, block);
  }
  if (word == "do") {
    std::size_t end = read_body(begin + 1, block);  // then while (...) ;
    if (is(end, "while") && is(end + 1, "(")) end = match(end + 1) + 2;
    return {Statement::Kind::loop, begin, end};
  }
  if (word == "try") return read_try(begin, block);
  return read_simple(begin, block);
}

Statement SourceShape::read_controlled(std::size_t begin, int block) {
  const std::string_view word = tokens_[begin].text;
  std::size_t open = begin + 1;
  if (is(open, "constexpr")) ++open;
  if (!is(open, "(")) return {Statement::Kind::other, begin, open};
  read_lambdas(open + 1, match(open), blocks_[std::size_t(block)].function,
               block);
  std::size_t end = read_body(match(open) + 1, block);
  if (word == "if" && is(end, "else")) end = read_body(end + 1, block);
  const bool is_loop = word == "for" || word == "while";
  return {is_loop ? Statement::Kind::loop : Statement::Kind::branch, begin,
          end};
}

Statement SourceShape::read_try(std::size_t begin, int block) {
  std::size_t end = read_body(begin + 1, block);
  while (is(end, "catch") && is(end + 1, "(")) {
    end = read_body(match(end + 1) + 1, block);
  }
  return {Statement::Kind::other, begin, end};
}

// What a loop or a branch does. Returns its end.
std::size_t SourceShape::read_body(std::size_t begin, int block) {
  if (begin >= tokens_.size()) return begin;
  if (!is(begin, "{")) return read_statement(begin, block).end;
  read_block(begin, Block::Kind::controlled,
             blocks_[std::size_t(block)].function, block);
  return match(begin) + 1;
}

Statement SourceShape::read_simple(std::size_t begin, int block) {
  const std::size_t close = blocks_[std::size_t(block)].close;
  const std::string_view word = tokens_[begin].text;
  std::size_t end = begin;
  const bool is_label = word == "case" || word == "default";
  while (end < close && !is(end, ";") && !(is_label && is(end, ":"))) {
    end = opens(tokens_[end]) ? match(end) + 1 : end + 1;
  }
  end = std::min(end, close);
  read_lambdas(begin, end, blocks_[std::size_t(block)].function, block);
  Statement::Kind kind = Statement::Kind::expression;
  if (is_label) {
    kind = Statement::Kind::other;
  } else if (is_statement_word(word) && word != "delete" && word != "new") {
    kind = Statement::Kind::jump;
  } else if (looks_like_declaration(begin, end)) {
    kind = Statement::Kind::declaration;
  }
  return {kind, begin, std::min(end + 1, close)};
}

// TYPE NAME, then something that a declaration has.
bool SourceShape::looks_like_declaration(std::size_t begin,
                                         std::size_t end) const {
  if (begins_declaration(tokens_[begin].text)) return true;
  std::size_t i = begin;
  if (!is_name(i) || is_statement_word(tokens_[i].text)) return false;
  for (++i; i < end; ++i) {
    if (is(i, "::") && is_name(i + 1)) {
      ++i;
    } else if (is(i, "<")) {
      i = skip_angles(i) - 1;
    } else if (!is(i, "*") && !is(i, "&") && !is(i, "&&") && !is(i, "const")) {
      break;
    }
  }
  if (i == begin + 1 && is(i - 1, "::")) return false;
  return is_name(i) && i > begin &&
         (i + 1 >= end || is(i + 1, "(") || is(i + 1, "{") || is(i + 1, "=") ||
          is(i + 1, "[") || is(i + 1, ","));
}

void SourceShape::read_lambdas(std::size_t begin, std::size_t end,
                               const std::string& function, int parent) {
  for (std::size_t i = begin; i < end; ++i) {
    if (!is(i, "[")) continue;
    const bool is_index =
        i > 0 && ((is_name(i - 1) && !is_statement_word(tokens_[i - 1].text)) ||
                  is(i - 1, ")") || is(i - 1, "]") || is(i - 1, "["));
    if (is_index) continue;
    std::size_t at = match(i) + 1;
    if (is(at, "<")) at = skip_angles(at);
    if (is(at, "(")) at = match(at) + 1;
    while (at < end && !is(at, "{") && !is(at, ";") && !is(at, ",") &&
           !is(at, ")")) {
      at = is(at, "<") ? skip_angles(at) : at + 1;
    }
    if (at >= end || !is(at, "{")) continue;
    read_lambdas(i + 1, match(i), function, parent);  // its captures
    read_block(at, Block::Kind::lambda, function, parent);
    i = match(at);
  }
}

int SourceShape::block_around(std::size_t i) const {
  int found = -1;
  for (std::size_t b = 0; b < blocks_.size(); ++b) {
    if (blocks_[b].open >= i || i >= blocks_[b].close) continue;
    if (found < 0 || blocks_[b].open > blocks_[std::size_t(found)].open) {
      found = int(b);
    }
  }
  return found;
}

std::string SourceShape::function_around(std::size_t i) const {
  const int block = block_around(i);
  return block < 0 ? "" : blocks_[std::size_t(block)].function;
}

std::string SourceShape::text_of(std::size_t begin, std::size_t end) const {
  if (begin >= end) return "";
  return text_.substr(tokens_[begin].begin,
                      tokens_[end - 1].end() - tokens_[begin].begin);
}

std::string SourceShape::short_text(std::size_t begin, std::size_t end) const {
  constexpr std::size_t kLongest = 40;
  constexpr std::string_view kOrder = "memory_order_";
  std::string text;
  for (std::size_t i = begin; i < end; ++i) {
    if ((is(i, ";") || is(i, "{")) && i > begin) break;
    const std::size_t first = tokens_[i].begin;
    if (is(i, "std") && is(i + 1, "::") && i + 2 < end) i += 2;
    std::string_view word = tokens_[i].text;
    if (word.starts_with(kOrder)) word.remove_prefix(kOrder.size());
    const bool blank =
        !text.empty() &&
        std::isspace(static_cast<unsigned char>(text_[first - 1])) != 0;
    if (text.size() + blank + word.size() > kLongest) return text + " ...";
    if (blank) text += ' ';
    text += word;
  }
  return text;
}

std::size_t SourceShape::operand_begin(std::size_t i) const {
  std::size_t at = i;
  while (at > 0) {
    std::size_t last = at - 1;
    while (is(last, ")") || is(last, "]")) {
      const std::size_t open = match(last);
      if (open == last) return at;
      const bool has_callee =
          open > 0 &&
          (is(open - 1, ")") || is(open - 1, "]") ||
           (is_name(open - 1) && !is_statement_word(tokens_[open - 1].text)));
      if (!has_callee) return open;
      last = open - 1;
    }
    if (!is_name(last)) return at;
    at = last;
    if (at == 0) return at;
    if (!is(at - 1, ".") && !is(at - 1, "->") && !is(at - 1, "::")) return at;
    if (is(at - 1, "::") && (at < 2 || !is_name(at - 2))) return at - 1;
    --at;
  }
  return at;
}

bool SourceShape::is_whole_statement(std::size_t begin, std::size_t end) const {
  if (!is(end, ";") || begin == 0) return false;
  const CppToken& before = tokens_[begin - 1];
  if (before.is(")")) {
    const std::size_t open = match(begin - 1);
    if (open == 0) return false;
    const std::string_view word = tokens_[open - 1].text;
    return word == "if" || word == "for" || word == "while" ||
           word == "constexpr";
  }
  return before.is(";") || before.is("{") || before.is("}") ||
         before.is("else") || before.is("do") || before.is(":");
}

std::vector<std::pair<std::size_t, std::size_t>> SourceShape::arguments(
    std::size_t open) const {
  std::vector<std::pair<std::size_t, std::size_t>> found;
  const std::size_t close = match(open);
  std::size_t begin = open + 1;
  for (std::size_t i = begin; i <= close; ++i) {
    if (i == close || is(i, ",")) {
      if (i > begin) found.emplace_back(begin, i);
      begin = i + 1;
    } else if (opens(tokens_[i])) {
      i = match(i);
    } else if (is(i, "<") && i > 0 && is_name(i - 1)) {
      const std::size_t behind = skip_angles(i);
      if (behind > i + 1) i = behind - 1;
    }
  }
  return found;
}

}  // namespace hb::runner
