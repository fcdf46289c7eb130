// The shape of C++ source: its functions, blocks and statements, as far as the
// mutator needs them. Reads any text; what it cannot make out is left alone.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "runner/catalog/cpp_tokens.hpp"

namespace hb::runner {

struct Statement {
  enum class Kind { expression, declaration, block, branch, loop, jump, other };
  Kind kind = Kind::other;
  std::size_t begin = 0;  // tokens [begin, end)
  std::size_t end = 0;
};

struct Block {
  // bare: braces and nothing else, as around the scope of a lock.
  enum class Kind { function, lambda, bare, controlled };
  Kind kind = Kind::bare;
  std::size_t open = 0;  // the braces
  std::size_t close = 0;
  int parent = -1;               // the block around it, or -1
  std::size_t parent_index = 0;  // of the statement there that holds it
  std::string function;          // the nearest that has a name
  std::vector<Statement> statements;
};

// A class whose definition is in the source.
struct ClassScope {
  std::string name;
  std::size_t open = 0;
  std::size_t close = 0;
};

class SourceShape {
 public:
  explicit SourceShape(std::string text);
  SourceShape(const SourceShape&) = delete;  // tokens look into the text
  SourceShape& operator=(const SourceShape&) = delete;

  const std::string& text() const { return text_; }
  const std::vector<CppToken>& tokens() const { return tokens_; }
  const CppToken& token(std::size_t i) const { return tokens_[i]; }
  // True if there is such a token and it reads `text`.
  bool is(std::size_t i, std::string_view text) const {
    return i < tokens_.size() && tokens_[i].is(text);
  }
  bool is_name(std::size_t i) const {
    return i < tokens_.size() && tokens_[i].is_name();
  }
  // The other bracket of a pair; `i` itself if it has none.
  std::size_t match(std::size_t i) const { return match_[i]; }

  const std::vector<Block>& blocks() const { return blocks_; }
  const std::vector<ClassScope>& classes() const { return classes_; }
  // The innermost block around a token, or -1.
  int block_around(std::size_t i) const;
  // The name of the function that a token is in; "" outside of all.
  std::string function_around(std::size_t i) const;

  // The text of tokens [begin, end).
  std::string text_of(std::size_t begin, std::size_t end) const;
  // The same in a few words, for a name: one line of at most 40 characters.
  std::string short_text(std::size_t begin, std::size_t end) const;

  // Where the expression begins that the `.` or `->` at `i` is applied to.
  std::size_t operand_begin(std::size_t i) const;
  // True if tokens [begin, end) and a semicolon are a statement.
  bool is_whole_statement(std::size_t begin, std::size_t end) const;
  // The arguments of the call whose parenthesis opens at `open`, as ranges of
  // tokens.
  std::vector<std::pair<std::size_t, std::size_t>> arguments(
      std::size_t open) const;

 private:
  void pair_brackets();
  void read_scope(std::size_t begin, std::size_t end);
  std::size_t read_declaration(std::size_t begin, std::size_t end);
  int read_block(std::size_t open, Block::Kind kind,
                 const std::string& function, int parent);
  Statement read_statement(std::size_t begin, int block);
  Statement read_controlled(std::size_t begin, int block);
  Statement read_try(std::size_t begin, int block);
  Statement read_simple(std::size_t begin, int block);
  std::size_t read_body(std::size_t begin, int block);
  void read_lambdas(std::size_t begin, std::size_t end,
                    const std::string& function, int parent);
  bool looks_like_declaration(std::size_t begin, std::size_t end) const;
  std::size_t skip_angles(std::size_t open) const;

  std::string text_;
  std::vector<CppToken> tokens_;
  std::vector<std::size_t> match_;
  std::vector<Block> blocks_;
  std::vector<ClassScope> classes_;
};

}  // namespace hb::runner
