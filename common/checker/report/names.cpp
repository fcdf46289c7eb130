#include "checker/report/names.hpp"

#include <algorithm>
#include <map>

#include "checker/report/expression.hpp"
#include "checker/report/source_lines.hpp"
#include "checker/report/tokens.hpp"

namespace hb::checker {
namespace {

bool covers(std::uintptr_t begin, std::uint64_t size, std::uintptr_t address) {
  return address >= begin && address < begin + std::max<std::uint64_t>(size, 1);
}

// Several expressions on one line: the debug information says which is meant.
std::string chosen(const std::vector<std::string>& expressions,
                   const std::string& variable) {
  if (expressions.size() == 1) return expressions.front();
  for (const std::string& expression : expressions) {
    if (!variable.empty() && last_name(expression) == last_name(variable)) {
      return expression;
    }
  }
  return "";
}

// "new Node{3}", "std::make_unique<Node>(3)": Node.
std::string type_allocated_in(const std::string& line) {
  const std::vector<std::string> tokens = tokens_of(line);
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    std::size_t next = i + 1;
    const bool makes =
        (tokens[i] == "make_unique" || tokens[i] == "make_shared") &&
        next < tokens.size() && tokens[next] == "<";
    if (makes) ++next;
    if (makes || tokens[i] == "new") return take_name(tokens, next);
  }
  return "";
}

// The same name for different things: "next #1", "next #2".
void number_equal_names(
    std::vector<std::pair<std::string*, std::uint64_t>>& named) {
  std::map<std::string, std::vector<std::uint64_t>> things;
  for (const auto& [name, thing] : named) {
    auto& known = things[*name];
    if (std::find(known.begin(), known.end(), thing) == known.end()) {
      known.push_back(thing);
    }
  }
  for (auto& [name, thing] : named) {
    const auto& known = things[*name];
    if (known.size() < 2) continue;
    const auto at = std::find(known.begin(), known.end(), thing);
    *name += " #" + std::to_string(at - known.begin() + 1);
  }
}

}  // namespace

Names::Names(const RecordedExecution& execution, const Symbols& symbols)
    : execution_(execution), symbols_(symbols) {
  std::vector<Subject> subjects;
  for (const RecordedLocation& location : execution.locations) {
    Subject subject;
    subject.address = location.address;
    subject.size = location.size;
    subject.is_waiters = location.kind == LocationKind::waiters;
    subjects.push_back(std::move(subject));
  }
  const std::size_t location_count = subjects.size();
  std::vector<std::size_t> subject_of_access;
  for (const RecordedAccess& access : execution.accesses) {
    const auto same = std::find_if(
        subjects.begin(), subjects.end(), [&](const Subject& subject) {
          return !subject.is_waiters &&
                 (covers(subject.address, subject.size, access.address) ||
                  covers(access.address, access.size, subject.address));
        });
    subject_of_access.push_back(std::size_t(same - subjects.begin()));
    if (same != subjects.end()) continue;
    Subject subject;
    subject.address = access.address;
    subject.size = access.size;
    subjects.push_back(std::move(subject));
  }

  for (const RecordedEvent& recorded : execution.events) {
    if (recorded.event.location < 0 || recorded.event.thread < 0) continue;
    subjects[std::size_t(recorded.event.location)].stacks.push_back(
        &recorded.stack);
  }
  for (std::size_t i = 0; i < execution.accesses.size(); ++i) {
    subjects[subject_of_access[i]].stacks.push_back(
        &execution.accesses[i].stack);
  }
  for (Subject& subject : subjects) subject.variable = variable_of(subject);

  for (const RecordedEvent& recorded : execution.events) {
    if (recorded.event.location < 0 || recorded.event.thread < 0) continue;
    add_event(subjects[std::size_t(recorded.event.location)], recorded);
  }
  for (std::size_t i = 0; i < execution.accesses.size(); ++i) {
    add_access(subjects[subject_of_access[i]], execution.accesses[i]);
  }
  for (Subject& subject : subjects) subject.name = name_of(subject);

  // Equal expressions for different objects: the variables may tell them apart.
  std::vector<Subject*> ambiguous;
  for (Subject& subject : subjects) {
    const bool shared = std::any_of(
        subjects.begin(), subjects.end(), [&](const Subject& other) {
          return other.address != subject.address && other.name == subject.name;
        });
    if (shared && !subject.variable.empty()) ambiguous.push_back(&subject);
  }
  for (Subject* subject : ambiguous) subject->name = subject->variable;
  std::vector<std::pair<std::string*, std::uint64_t>> named;
  for (std::size_t i = 0; i < subjects.size(); ++i) {
    // The waiters of an atomic have its address and are called like it. The
    // same address otherwise is another object at another time.
    const bool twice =
        std::any_of(subjects.begin(), subjects.begin() + std::ptrdiff_t(i),
                    [&](const Subject& other) {
                      return other.address == subjects[i].address &&
                             other.is_waiters == subjects[i].is_waiters;
                    });
    named.emplace_back(&subjects[i].name,
                       twice ? ~std::uint64_t{i} : subjects[i].address);
  }
  number_equal_names(named);

  for (std::size_t i = 0; i < location_count; ++i) {
    locations_.push_back(subjects[i].name);
  }
  for (const std::size_t subject : subject_of_access) {
    accesses_.push_back(subjects[subject].name);
  }
}

void Names::add_event(Subject& subject, const RecordedEvent& recorded) const {
  const Event& event = recorded.event;
  const Place place = symbols_.place_of(recorded.stack);
  if (!place.known()) return;
  // What the library counts with has no name on a line of the test.
  if (!is_object(event.operation) &&
      is_bookkeeping_file(symbols_.caller_file_of(recorded.stack))) {
    return;
  }
  Sought sought;
  sought.operation = event.operation;
  if (event.kind == EventKind::write && !event.is_update) {
    sought.operation = Operation::store;
  }
  sought.kind = execution_.locations[std::size_t(event.location)].kind;
  sought.column = place.column;
  const std::string expression =
      chosen(objects_in(symbols_.source_line(place.file, place.line), sought),
             subject.variable);
  if (!expression.empty()) subject.expressions.push_back(expression);
}

void Names::add_access(Subject& subject, const RecordedAccess& access) const {
  const Place place = symbols_.place_of(access.stack);
  if (!place.known()) return;
  Sought sought;
  sought.access = access.is_write ? Sought::Access::plain_write
                                  : Sought::Access::plain_read;
  sought.column = place.column;
  const std::string line = symbols_.source_line(place.file, place.line);
  std::string expression = chosen(objects_in(line, sought), subject.variable);
  if (expression.empty()) {
    // An atomic that is gone is told like a plain access.
    sought.access = Sought::Access::operation;
    sought.operation = access.is_write ? Operation::store : Operation::load;
    expression = chosen(objects_in(line, sought), subject.variable);
  }
  // A plain access is only guessed from the text: what is known wins.
  if (!subject.variable.empty() &&
      last_name(expression) != last_name(subject.variable)) {
    return;
  }
  if (!expression.empty()) subject.expressions.push_back(expression);
}

std::string Names::variable_of(const Subject& subject) const {
  std::string name = symbols_.global_at(subject.address);
  if (name.empty()) name = local_of(subject);
  for (std::size_t i = 0; name.empty() && i < subject.stacks.size(); ++i) {
    name = symbols_.pointee_at(subject.address, *subject.stacks[i]);
  }
  return name;
}

// A local is found on any stack of the thread that owns that memory.
std::string Names::local_of(const Subject& subject) const {
  for (std::size_t t = 0; t < execution_.threads.size(); ++t) {
    const RecordedThread& thread = execution_.threads[t];
    if (subject.address < thread.stack_begin ||
        subject.address >= thread.stack_end) {
      continue;
    }
    std::string name = symbols_.local_at(subject.address, thread.last);
    for (const RecordedEvent& recorded : execution_.events) {
      if (!name.empty()) return name;
      if (recorded.event.thread != static_cast<int>(t)) continue;
      name = symbols_.local_at(subject.address, recorded.stack);
    }
    for (const RecordedAccess& access : execution_.accesses) {
      if (!name.empty()) return name;
      if (access.thread != static_cast<int>(t)) continue;
      name = symbols_.local_at(subject.address, access.stack);
    }
    return name;
  }
  return "";
}

std::string Names::variable_at(std::uintptr_t address) const {
  constexpr std::uintptr_t kNeverMapped = 0x10000;
  if (address < kNeverMapped) return "";
  Subject subject;
  subject.address = address;
  const auto name_at = [&](std::uintptr_t at) {
    subject.address = at;
    const std::string local = local_of(subject);
    return local.empty() ? symbols_.global_at(at) : local;
  };
  const std::string name = name_at(address);
  const std::string whole = name.substr(0, name.find_first_of(".["));
  // A pointer to the beginning of a variable is one to all of it.
  const std::string before = name_at(address - 1);
  return before.substr(0, before.find_first_of(".[")) == whole ? name : whole;
}

// What most call it; among equals what says most.
std::string Names::expression_of(const Subject& subject) const {
  std::string best;
  std::ptrdiff_t votes = 0;
  bool agreed = true;
  for (const std::string& expression : subject.expressions) {
    const auto count = std::count(subject.expressions.begin(),
                                  subject.expressions.end(), expression);
    // WHY not the first: another order of the same events has another first.
    const bool is_fuller = expression.size() != best.size()
                               ? expression.size() > best.size()
                               : expression < best;
    if (count > votes || (count == votes && is_fuller)) {
      best = expression;
      votes = count;
    }
    agreed = agreed &&
             last_name(expression) == last_name(subject.expressions.front());
  }
  // Every function has its own name for what was passed to it by reference.
  if (!agreed && !subject.variable.empty()) return subject.variable;
  return best;
}

std::string Names::with_real_index(const Subject& subject,
                                   const std::string& expression) const {
  if (!has_computed_index(expression)) return expression;
  const std::string& variable = subject.variable;
  if (variable.ends_with(']') && last_name(variable) == last_name(expression)) {
    const auto open = variable.find_last_of('[');
    return with_index(expression,
                      variable.substr(open + 1, variable.size() - open - 2));
  }
  const RecordedBlock* block = block_at(subject.address);
  if (block == nullptr || subject.size == 0) return expression;
  return with_index(
      expression,
      std::to_string((subject.address - block->address) / subject.size));
}

std::string Names::name_of(const Subject& subject) const {
  const std::string expression = expression_of(subject);
  if (!expression.empty()) return with_real_index(subject, expression);
  if (!subject.variable.empty()) return subject.variable;
  return last_resort(subject);
}

std::string Names::last_resort(const Subject& subject) const {
  if (const RecordedBlock* block = block_at(subject.address)) {
    return of_block(*block);
  }
  const std::string where = subject.stacks.empty()
                                ? ""
                                : symbols_.place_of(*subject.stacks[0]).text();
  const bool on_stack =
      std::any_of(execution_.threads.begin(), execution_.threads.end(),
                  [&](const RecordedThread& thread) {
                    return subject.address >= thread.stack_begin &&
                           subject.address < thread.stack_end;
                  });
  const std::string what = on_stack ? "the local" : "the object";
  return where.empty() || where == "?" ? what : what + " of " + where;
}

std::string Names::type_of_block(const RecordedBlock& block) const {
  const Place place = symbols_.place_of(block.allocated);
  const std::string type =
      place.known()
          ? type_allocated_in(symbols_.source_line(place.file, place.line))
          : "";
  return type.empty() ? "object" : type;
}

std::string Names::of_block(const RecordedBlock& block) const {
  const Place place = symbols_.place_of(block.allocated);
  if (!place.known()) return "the object on the heap";
  return "the " + type_of_block(block) + " allocated at " + place.text();
}

const RecordedBlock* Names::block_at(std::uintptr_t address) const {
  for (const RecordedBlock& block : execution_.blocks) {
    if (covers(block.address, block.size, address)) return &block;
  }
  return nullptr;
}

}  // namespace hb::checker
