// One file while its mutants are written into it: the shape, and the edits so
// far. The operators (orders.cpp, locks.cpp, ...) use it.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runner/mutants/mutant.hpp"
#include "runner/mutants/source_shape.hpp"

namespace hb::runner {

class Mutation {
 public:
  Mutation(std::string file, std::string text, const MutantChoice& choice,
           MutatedAnswer& answer);

  const SourceShape& shape() const { return shape_; }
  // Tokens from here on may be changed.
  std::size_t first() const { return first_; }
  bool may_have(const std::string& word) const {
    return !choice_.no_words.contains(word);
  }

  // A new mutant at token `at`; 0 if it is not wanted. `what` is its name
  // without the function's.
  int add(Mutant::Change change, std::size_t at, const std::string& what);
  Mutant& last_added() { return answer_.mutants.back(); }

  // Of several texts at one place the one with the smaller rank comes first.
  enum Rank { behind_statement, between, guard, wrap };

  // Text before token `at`, for mutants `numbers`.
  void before(std::size_t at, Rank rank, const std::string& text,
              const std::vector<int>& numbers);
  // Text behind token `at`.
  void behind(std::size_t at, const std::string& text,
              const std::vector<int>& numbers);
  // Text in place of tokens [begin, end).
  void replace(std::size_t begin, std::size_t end, const std::string& text,
               const std::vector<int>& numbers);

  // Tokens [begin, end) and a semicolon are a statement, which mutant `number`
  // leaves out, or has `instead` of it.
  void leave_out(std::size_t begin, std::size_t end, int number,
                 const std::string& instead = "");

  // The file with all edits.
  std::string text() const;

 private:
  struct Edit {
    std::size_t at = 0;      // in the text
    std::size_t length = 0;  // of what goes
    int rank = 0;
    std::string text;
    std::vector<int> numbers;
  };
  struct LeftOut {
    std::vector<int> numbers;
    std::vector<std::pair<int, std::string>> instead;
  };

  std::vector<Edit> all_edits() const;
  void note_lines(const Edit& edit);

  std::string file_;
  SourceShape shape_;
  const MutantChoice& choice_;
  MutatedAnswer& answer_;
  std::size_t first_ = 0;
  std::vector<Edit> edits_;
  std::map<std::pair<std::size_t, std::size_t>, LeftOut> left_out_;
};

// "::hb::mutants::is(3)"
std::string is_mutant(int number);
// "::hb::mutants::any({3, 4})"
std::string is_any_mutant(const std::vector<int>& numbers);

// The operators.
void mutate_orders(Mutation& mutation);
void mutate_updates(Mutation& mutation);
void mutate_notifications(Mutation& mutation);
void mutate_waits(Mutation& mutation);
void mutate_locks(Mutation& mutation);
void mutate_sequences(Mutation& mutation);
void mutate_joins(Mutation& mutation);
void mutate_calls(Mutation& mutation);
void mutate_steps(Mutation& mutation);
void mutate_rounds(Mutation& mutation);
void mutate_conditions(Mutation& mutation);
void mutate_expectations(Mutation& mutation);

}  // namespace hb::runner
