#include "runner/mutants/mutator.hpp"

#include "runner/mutants/mutation.hpp"

namespace hb::runner {
namespace {

// WHY #line: what the compiler and the checker say of a line is then true.
std::string with_switch(const std::string& text) {
  return "#include \"runner/mutants/mutant_switch.hpp\"\n#line 1\n" + text;
}

}  // namespace

MutatedAnswer mutate(const std::map<std::string, std::string>& files,
                     const MutantChoice& choice) {
  MutatedAnswer answer;
  for (const auto& [name, text] : files) {
    Mutation mutation(name, text, choice, answer);
    mutate_orders(mutation);
    mutate_updates(mutation);
    mutate_notifications(mutation);
    mutate_waits(mutation);
    mutate_locks(mutation);
    mutate_sequences(mutation);
    mutate_joins(mutation);
    mutate_calls(mutation);
    mutate_steps(mutation);
    mutate_rounds(mutation);
    mutate_conditions(mutation);
    answer.files[name] = with_switch(mutation.text());
  }
  std::erase_if(answer.mutants, [&](const Mutant& mutant) {
    return choice.not_these.contains(mutant.name);
  });
  return answer;
}

MutatedAnswer disarm(const std::string& file, const std::string& test) {
  MutatedAnswer answer;
  // WHY so many: a test is disarmed while the answer may be a mutant.
  constexpr int kBehindAllMutants = 10'001;
  MutantChoice all;
  all.first_number = kBehindAllMutants;
  Mutation mutation(file, test, all, answer);
  mutate_expectations(mutation);
  answer.files[file] = with_switch(mutation.text());
  std::erase_if(answer.mutants, [](const Mutant& mutant) {
    return (mutant.number - kBehindAllMutants) % 2 != 0;
  });
  return answer;
}

}  // namespace hb::runner
