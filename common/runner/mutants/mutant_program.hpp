// An answer with all its mutants, compiled once, and what each comes to.
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "runner/catalog/exercise.hpp"
#include "runner/judge/judge.hpp"
#include "runner/mutants/mutant.hpp"

namespace hb::runner {

class MutantProgram {
 public:
  // `name` is that of the unit that is built: one program for each.
  MutantProgram(const Workspace& workspace, const Exercise& exercise,
                std::string name);

  // True if there is anything to build.
  bool has_mutants(const std::map<std::string, std::string>& files,
                   const MutantChoice& choice) const;

  // Mutates and compiles. A mutant that does not compile is left out. Throws
  // UserError (3) if that does not help. `test`: another than the exercise's.
  void build(const std::map<std::string, std::string>& files,
             const MutantChoice& choice = {},
             const std::filesystem::path& test = {});

  const std::vector<Mutant>& mutants() const { return mutants_; }
  // By name; they do not compile.
  const std::vector<std::string>& left_out() const { return left_out_; }

  // By the checker alone, up to the first test that fails. Number 0 is the
  // answer itself. REQUIRES: built.
  Verdict judge(int number, JudgeOptions options = {});

 private:
  std::set<std::string> guilty_of(const std::string& diagnostics,
                                  const MutatedAnswer& answer) const;

  Exercise exercise_;
  Judge judge_;
  std::string name_;
  BuildUnit unit_;
  std::vector<Mutant> mutants_;
  std::vector<std::string> left_out_;
};

// The words that an exercise forbids: no mutant has them.
std::set<std::string> forbidden_words(const Exercise& exercise);

}  // namespace hb::runner
