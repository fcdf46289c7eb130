// A mutant: an answer with one small mistake that people make.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

namespace hb::runner {

struct Mutant {
  // What was done to the answer.
  enum class Change {
    weaker_order,
    split_update,
    notification,
    wait,
    lock_dropped,
    lock_changed,
    swapped,
    join,
    dropped_call,
    dropped_step,
    expectation,
  };

  int number = 0;  // what HB_MUTANT is set to, or HB_DISARMED
  Change change = Change::weaker_order;
  std::string name;  // "send: notify_one -> notify_all"
  std::string file;  // of the answer
  int line = 0;
  // Of an order: the operation it belongs to, and what it has become.
  std::string operation;
  std::string order;
  // Of an expectation: the test that it stands in, if it is in one.
  std::string test;
};

// Which mutants are made.
struct MutantChoice {
  std::set<Mutant::Change> changes;  // none: all
  std::set<std::string> not_these;   // by name: they do not compile
  std::set<std::string> no_words;    // that an answer must not have
  int first_number = 1;
};

// Where the text of a mutant stands, so that a compiler's error can be traced.
struct MutantLines {
  std::string file;
  int line = 0;
  std::set<std::string> mutants;  // names
};

// Answer files that are every one of `mutants`, by HB_MUTANT, and the answer
// itself without it.
struct MutatedAnswer {
  std::map<std::string, std::string> files;
  std::vector<Mutant> mutants;
  std::vector<MutantLines> lines;
};

}  // namespace hb::runner
