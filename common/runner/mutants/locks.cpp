// The scopes of locks: dropped, wider, narrower, in two pieces.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "runner/mutants/mutation.hpp"

namespace hb::runner {
namespace {

// std::lock_guard lock(mutex_);
struct LockSite {
  const Block* block = nullptr;
  std::size_t index = 0;    // of the statement in the block
  std::size_t name = 0;     // tokens: of the variable,
  std::size_t open = 0;     // and of what it is given
  std::string type;         // as it is written
  bool is_movable = false;  // unique_lock, shared_lock
  bool is_deduced = false;  // no <...>
  bool goes_into_wait = false;
  bool is_given_back = false;  // lock.unlock() somewhere

  const Statement& statement() const { return block->statements[index]; }
};

bool holds_a_lock(const SourceShape& shape, const ClassScope& type) {
  for (std::size_t i = type.open + 1; i < type.close; ++i) {
    if (shape.is(i, "{")) i = shape.match(i);
    if (shape.is(i, "lock_guard") || shape.is(i, "scoped_lock") ||
        shape.is(i, "unique_lock")) {
      return true;
    }
  }
  return false;
}

bool is_lock_type(const SourceShape& shape, std::size_t i) {
  for (const char* name :
       {"lock_guard", "scoped_lock", "unique_lock", "shared_lock"}) {
    if (shape.is(i, name)) return true;
  }
  return std::any_of(shape.classes().begin(), shape.classes().end(),
                     [&](const ClassScope& type) {
                       return shape.is(i, type.name) &&
                              holds_a_lock(shape, type);
                     });
}

// What happens to the lock behind its declaration. False if it goes where we
// cannot follow.
bool follow(const SourceShape& shape, LockSite& site) {
  for (std::size_t i = site.statement().end; i < site.block->close; ++i) {
    if (!shape.is(i, shape.token(site.name).text)) continue;
    if (shape.is(i - 1, "(") && i > 1 &&
        shape.token(i - 2).text.starts_with("wait")) {
      site.goes_into_wait = true;
    } else if (shape.is(i + 1, ".")) {
      site.is_given_back = true;
    } else {
      return false;
    }
  }
  return true;
}

std::optional<LockSite> lock_site(const SourceShape& shape, const Block& block,
                                  std::size_t index) {
  const Statement& statement = block.statements[index];
  if (statement.kind != Statement::Kind::declaration) return std::nullopt;
  LockSite site;
  site.block = &block;
  site.index = index;
  std::size_t i = statement.begin;
  if (shape.is(i, "const")) ++i;
  const std::size_t type = i;
  if (shape.is(i, "std") && shape.is(i + 1, "::")) i += 2;
  if (!is_lock_type(shape, i)) return std::nullopt;
  site.is_movable = shape.is(i, "unique_lock") || shape.is(i, "shared_lock");
  site.is_deduced = i > type && !shape.is(i + 1, "<");
  ++i;
  if (shape.is(i, "<")) {
    while (i < statement.end && !shape.is(i, ">")) ++i;
    ++i;
  }
  site.type = shape.text_of(type, i);
  site.name = i;
  site.open = i + 1;
  if (!shape.is_name(i) || (!shape.is(i + 1, "(") && !shape.is(i + 1, "{")) ||
      shape.match(site.open) + 2 != statement.end) {
    return std::nullopt;
  }
  if (shape.arguments(site.open).empty() || !follow(shape, site)) {
    return std::nullopt;
  }
  if (site.is_movable && shape.arguments(site.open).size() != 1) {
    return std::nullopt;
  }
  return site;
}

// Statements that no other thread can tell: a name or a constant is returned,
// a local variable begins with one.
bool is_trivial(const SourceShape& shape, const Statement& statement) {
  const std::size_t length = statement.end - statement.begin;
  if (statement.kind == Statement::Kind::jump) {
    if (length == 2) return true;
    const std::string_view last = shape.token(statement.end - 2).text;
    if (last.ends_with('_')) return false;
    return length == 3 || (length == 5 && shape.is(statement.end - 3, "::"));
  }
  if (statement.kind != Statement::Kind::declaration) return false;
  for (std::size_t i = statement.begin; i < statement.end; ++i) {
    if (shape.is(i, "=") && i + 3 == statement.end && !shape.is_name(i + 1)) {
      return true;
    }
    if (shape.is(i, "=") || shape.is(i, "(") || shape.is(i, "{")) return false;
  }
  return true;
}

// A notification may stand inside a lock or behind it: who waits cannot tell.
// Unless what is notified is gone by then, so it must not come later.
bool is_notification(const SourceShape& shape, const Statement& statement) {
  if (statement.kind != Statement::Kind::expression) return false;
  for (std::size_t i = statement.begin; i < statement.end; ++i) {
    if (shape.is(i, "notify_one") || shape.is(i, "notify_all")) return true;
  }
  return false;
}

// All that is written into the source about one lock.
class LockMutants {
 public:
  LockMutants(Mutation& mutation, const LockSite& site)
      : mutation_(mutation), shape_(mutation.shape()), site_(site) {
    const auto& all = site.block->statements;
    for (std::size_t i = site.index + 1; i < all.size(); ++i) {
      if (!is_trivial(shape_, all[i])) behind_.push_back(&all[i]);
    }
    if (site.block->parent >= 0) {
      parent_ = &shape_.blocks()[std::size_t(site.block->parent)];
    }
  }

  void write() {
    drop();
    take_late();
    give_back_early();
    split();
    begin_earlier();
    end_later();
    lock_one_of_several();
    if (numbers_.empty()) return;
    write_declaration();
  }

 private:
  std::string name() const {
    return std::string(shape_.token(site_.name).text);
  }
  std::string mutexes() const {
    return shape_.text_of(site_.open + 1, shape_.match(site_.open));
  }
  // What is locked, for the name of a mutant.
  std::string locked() const {
    return shape_.short_text(site_.open + 1, shape_.match(site_.open));
  }
  std::string lock_type(const std::string& arguments) const {
    return site_.is_deduced
               ? fmt::format("decltype({}({}))", site_.type, arguments)
               : site_.type;
  }

  int add(const std::string& what,
          Mutant::Change change = Mutant::Change::lock_changed) {
    const int number = mutation_.add(change, site_.statement().begin, what);
    if (number != 0) numbers_.push_back(number);
    return number;
  }

  // A call of the variable, before a statement of its block.
  void call_before(const Statement& statement, const char* function,
                   int number) {
    mutation_.before(
        statement.begin, Mutation::between,
        fmt::format("{}.{}({}); ", name(), function, is_mutant(number)),
        {number});
  }

  void drop() {
    if (site_.goes_into_wait) return;
    if (const int number =
            add(locked() + " not locked", Mutant::Change::lock_dropped)) {
      unlocked_.push_back(number);
    }
  }

  std::string text_of(const Statement& statement) const {
    return shape_.short_text(statement.begin, statement.end);
  }

  void take_late() {
    if (behind_.size() < 2 || site_.goes_into_wait) return;
    const int number =
        add(locked() + " locked late, before " + text_of(*behind_[1]));
    if (number == 0) return;
    unlocked_.push_back(number);
    call_before(*behind_[1], "lock_if", number);
  }

  void give_back_early() {
    if (behind_.size() < 2 || site_.is_given_back) return;
    const int number =
        add(locked() + " unlocked early, before " + text_of(*behind_.back()));
    if (number != 0) call_before(*behind_.back(), "unlock_if", number);
  }

  // Unlocked for a moment between two statements.
  void split() {
    for (std::size_t i = 1; i < behind_.size(); ++i) {
      if (is_given_back_by(*behind_[i])) return;
      if (is_notification(shape_, *behind_[i])) continue;
      const int number = add(fmt::format("{} unlocked for a moment before {}",
                                         locked(), text_of(*behind_[i])));
      if (number != 0) call_before(*behind_[i], "lock_again_if", number);
    }
  }

  // lock.unlock() or the like is in it.
  bool is_given_back_by(const Statement& statement) const {
    for (std::size_t i = statement.begin; i < statement.end; ++i) {
      if (shape_.is(i, name()) && shape_.is(i + 1, ".")) return true;
    }
    return false;
  }

  // True if what is locked has its name already at token `at`.
  bool is_known_at(std::size_t at) const {
    for (std::size_t i = site_.open + 1; i < shape_.match(site_.open); ++i) {
      if (!shape_.is_name(i)) continue;
      for (std::size_t j = at; j < site_.statement().begin; ++j) {
        const bool is_declared =
            shape_.token(j).text == shape_.token(i).text && j > at &&
            (shape_.is_name(j - 1) || shape_.is(j - 1, "&") ||
             shape_.is(j - 1, "*") || shape_.is(j - 1, ">"));
        if (is_declared) return false;
      }
    }
    return true;
  }

  static bool has_work(const SourceShape& shape, const Block& block,
                       std::size_t until) {
    for (std::size_t i = 0; i < until; ++i) {
      if (!is_trivial(shape, block.statements[i])) return true;
    }
    return false;
  }

  // From the beginning of its block, or of the block around that.
  void begin_earlier() {
    if (site_.is_movable) return;
    const Block* block = site_.block;
    if (!has_work(shape_, *block, site_.index)) {
      if (block->kind == Block::Kind::function ||
          block->kind == Block::Kind::lambda || parent_ == nullptr ||
          !has_work(shape_, *parent_, block->parent_index)) {
        return;
      }
      block = parent_;
    }
    const Statement& first = block->statements.front();
    if (!is_known_at(first.begin)) return;
    const int number =
        add(locked() + " locked early, before " + text_of(first));
    if (number == 0) return;
    unlocked_.push_back(number);
    mutation_.before(
        first.begin, Mutation::between,
        fmt::format("const auto hb_early_{} = ::hb::mutants::guard<{}>({}, "
                    "nullptr, {}); ",
                    number, lock_type(mutexes()), is_mutant(number), mutexes()),
        {number});
  }

  // Until the end of the block around its own, or one statement less.
  void end_later() {
    if (parent_ == nullptr || site_.block->kind != Block::Kind::bare) return;
    std::vector<const Statement*> left;
    for (std::size_t i = site_.block->parent_index + 1;
         i < parent_->statements.size(); ++i) {
      const Statement& statement = parent_->statements[i];
      if (!is_trivial(shape_, statement)) left.push_back(&statement);
    }
    const bool is_notified_only =
        std::all_of(left.begin(), left.end(), [&](const Statement* statement) {
          return is_notification(shape_, *statement);
        });
    if (is_notified_only) return;
    const int to_the_end = add(fmt::format("{} unlocked late, behind {}",
                                           locked(), text_of(*left.back())));
    const bool ends_before = left.size() > 1;
    const int to_the_next =
        ends_before ? add(fmt::format("{} unlocked late, behind {}", locked(),
                                      text_of(*left.front())))
                    : 0;
    for (const int number : {to_the_end, to_the_next}) {
      if (number != 0) kept_.push_back(number);
    }
    if (kept_.empty()) return;
    mutation_.before(site_.block->open, Mutation::between,
                     "::hb::mutants::Keeper " + keeper() + "; ", kept_);
    if (to_the_next == 0) return;
    mutation_.behind(left.front()->end - 1,
                     fmt::format(" {}.end_if({});", keeper(), to_the_next),
                     {to_the_next});
  }

  std::string keeper() const { return fmt::format("hb_keeper_{}", site_.name); }

  // scoped_lock(a, b): one of the two.
  void lock_one_of_several() {
    const auto several = shape_.arguments(site_.open);
    if (several.size() < 2 || !site_.is_deduced) return;
    for (const auto& [begin, end] : several) {
      const std::string one = shape_.text_of(begin, end);
      if (one.find("_lock") != one.npos) return;  // std::adopt_lock
      const int number = add(locked() + " -> " + one + " alone");
      if (number == 0) continue;
      unlocked_.push_back(number);
      mutation_.before(
          site_.statement().begin, Mutation::between,
          fmt::format("const auto hb_one_{} = ::hb::mutants::guard<{}>({}, "
                      "nullptr, {}); ",
                      number, lock_type(one), is_mutant(number), one),
          {number});
    }
  }

  void write_declaration() {
    const std::string locks =
        unlocked_.empty() ? "true" : "!" + is_any_mutant(unlocked_);
    const std::string keeper_text =
        kept_.empty()
            ? "nullptr"
            : fmt::format("{} ? &{} : nullptr", is_any_mutant(kept_), keeper());
    const std::string type = lock_type(mutexes());
    const std::string declared =
        site_.is_movable
            ? fmt::format("::hb::mutants::Movable<{}> {}({}, {}, {});", type,
                          name(), locks, keeper_text, mutexes())
            : fmt::format(
                  "const auto {} = ::hb::mutants::guard<{}>({}, {}, {});",
                  name(), type, locks, keeper_text, mutexes());
    mutation_.replace(site_.statement().begin, site_.statement().end, declared,
                      numbers_);
  }

  Mutation& mutation_;
  const SourceShape& shape_;
  const LockSite& site_;
  const Block* parent_ = nullptr;
  std::vector<const Statement*> behind_;  // in its scope, but for trivial ones
  std::vector<int> numbers_;              // of all its mutants
  std::vector<int> unlocked_;             // that do not lock where it stands
  std::vector<int> kept_;                 // that do not unlock where it ends
};

}  // namespace

void mutate_locks(Mutation& mutation) {
  const SourceShape& shape = mutation.shape();
  for (const Block& block : shape.blocks()) {
    for (std::size_t i = 0; i < block.statements.size(); ++i) {
      if (block.statements[i].begin < mutation.first()) continue;
      if (const auto site = lock_site(shape, block, i)) {
        LockMutants(mutation, *site).write();
      }
    }
  }
}

}  // namespace hb::runner
