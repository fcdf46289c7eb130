#include "runner/mutants/mutation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace hb::runner {
namespace {

constexpr std::string_view kMarker = "edit below this line";

int line_of(const std::string& text, std::size_t at) {
  return 1 + static_cast<int>(std::count(
                 text.begin(), text.begin() + static_cast<long>(at), '\n'));
}

}  // namespace

std::string is_mutant(int number) {
  return fmt::format("::hb::mutants::is({})", number);
}

std::string is_any_mutant(const std::vector<int>& numbers) {
  if (numbers.size() == 1) return is_mutant(numbers.front());
  return fmt::format("::hb::mutants::any({{{}}})", fmt::join(numbers, ", "));
}

Mutation::Mutation(std::string file, std::string text,
                   const MutantChoice& choice, MutatedAnswer& answer)
    : file_(std::move(file)),
      shape_(std::move(text)),
      choice_(choice),
      answer_(answer) {
  const auto marker = shape_.text().find(kMarker);
  const std::size_t begin = marker == std::string::npos ? 0 : marker;
  const auto& tokens = shape_.tokens();
  while (first_ < tokens.size() && tokens[first_].begin < begin) ++first_;
}

int Mutation::add(Mutant::Change change, std::size_t at,
                  const std::string& what) {
  if (at < first_) return 0;
  if (!choice_.changes.empty() && !choice_.changes.contains(change)) return 0;
  const std::string function = shape_.function_around(at);
  const bool is_named = !function.empty() && !function.starts_with("TEST");
  const std::string base = is_named ? function + ": " + what : what;
  const auto is_taken = [&](const std::string& name) {
    return std::any_of(answer_.mutants.begin(), answer_.mutants.end(),
                       [&](const Mutant& m) { return m.name == name; });
  };
  std::string name = base;
  for (int i = 2; is_taken(name); ++i) name = fmt::format("{} ({})", base, i);
  Mutant mutant;
  mutant.number =
      choice_.first_number + static_cast<int>(answer_.mutants.size());
  mutant.change = change;
  mutant.name = name;
  mutant.file = file_;
  mutant.line = shape_.token(at).line;
  answer_.mutants.push_back(mutant);
  // WHY it keeps its number and its name: those of the others must not change
  // because one does not compile.
  return choice_.not_these.contains(name) ? 0 : mutant.number;
}

void Mutation::note_lines(const Edit& edit) {
  MutantLines lines;
  lines.file = file_;
  lines.line = line_of(shape_.text(), edit.at);
  for (const int number : edit.numbers) {
    lines.mutants.insert(
        answer_.mutants[std::size_t(number - choice_.first_number)].name);
  }
  answer_.lines.push_back(std::move(lines));
}

void Mutation::before(std::size_t at, Rank rank, const std::string& text,
                      const std::vector<int>& numbers) {
  edits_.push_back({shape_.token(at).begin, 0, rank, text, numbers});
  note_lines(edits_.back());
}

void Mutation::behind(std::size_t at, const std::string& text,
                      const std::vector<int>& numbers) {
  edits_.push_back(
      {shape_.token(at).end(), 0, behind_statement, text, numbers});
  note_lines(edits_.back());
}

void Mutation::replace(std::size_t begin, std::size_t end,
                       const std::string& text,
                       const std::vector<int>& numbers) {
  const std::size_t at = shape_.token(begin).begin;
  edits_.push_back({at, shape_.token(end - 1).end() - at, wrap, text, numbers});
  note_lines(edits_.back());
}

void Mutation::leave_out(std::size_t begin, std::size_t end, int number,
                         const std::string& instead) {
  if (number == 0) return;
  LeftOut& left_out = left_out_[{begin, end}];
  if (instead.empty()) {
    left_out.numbers.push_back(number);
  } else {
    left_out.instead.emplace_back(number, instead);
  }
  note_lines({shape_.token(begin).begin, 0, 0, "", {number}});
}

std::vector<Mutation::Edit> Mutation::all_edits() const {
  std::vector<Edit> edits = edits_;
  for (const auto& [range, left_out] : left_out_) {
    std::string text = "{ ";
    for (const auto& [number, instead] : left_out.instead) {
      text += fmt::format("if ({}) {{ {} }} else ", is_mutant(number), instead);
    }
    if (!left_out.numbers.empty()) {
      text += fmt::format("if (!{}) ", is_any_mutant(left_out.numbers));
    }
    edits.push_back({shape_.token(range.first).begin, 0, guard, text, {}});
    // WHY first of all that stands there: it closes the statement.
    constexpr int kAtOnce = -1;
    edits.push_back({shape_.token(range.second).end(), 0, kAtOnce, " }", {}});
  }
  std::stable_sort(edits.begin(), edits.end(),
                   [](const Edit& a, const Edit& b) {
                     return a.at != b.at ? a.at < b.at : a.rank < b.rank;
                   });
  return edits;
}

std::string Mutation::text() const {
  const std::string& source = shape_.text();
  std::string text;
  std::size_t at = 0;
  for (const Edit& edit : all_edits()) {
    text += source.substr(at, edit.at - at) + edit.text;
    at = edit.at + edit.length;
  }
  return text + source.substr(at);
}

}  // namespace hb::runner
