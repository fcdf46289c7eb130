// Statements in the wrong order, or left out.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "runner/mutants/mutation.hpp"

namespace hb::runner {
namespace {

// Calls whose only use is that others go on.
constexpr std::array<std::string_view, 14> kHelpfulCalls = {
    "close",     "request_stop",   "count_down",    "release",
    "set_value", "set_exception",  "lock",          "unlock",
    "stop",      "lock_shared",    "unlock_shared", "arrive",
    "open",      "arrive_and_drop"};

bool ends_in_call_of(const SourceShape& shape, const Statement& statement,
                     std::string_view name) {
  // OPERAND . NAME ( ... ) ;
  if (statement.kind != Statement::Kind::expression) return false;
  if (statement.end < statement.begin + 5) return false;
  const std::size_t close = statement.end - 2;
  if (!shape.is(close, ")")) return false;
  const std::size_t called = shape.match(close) - 1;
  return called > statement.begin + 1 && shape.is(called, name) &&
         (shape.is(called - 1, ".") || shape.is(called - 1, "->")) &&
         shape.operand_begin(called - 1) == statement.begin;
}

bool is_unlock(const SourceShape& shape, const Statement& statement) {
  return ends_in_call_of(shape, statement, "unlock") ||
         ends_in_call_of(shape, statement, "unlock_shared");
}

// A store or an unlock: what others wait for.
bool hands_on(const SourceShape& shape, const Statement& statement) {
  return is_unlock(shape, statement) ||
         ends_in_call_of(shape, statement, "store");
}

bool notifies(const SourceShape& shape, const Statement& statement) {
  return ends_in_call_of(shape, statement, "notify_one") ||
         ends_in_call_of(shape, statement, "notify_all");
}

// `moved` may come before `previous`: a store or an unlock before or behind
// another step, a notification before what it tells of.
bool can_be_swapped(const SourceShape& shape, const Statement& previous,
                    const Statement& moved) {
  if (notifies(shape, moved)) {
    return previous.kind == Statement::Kind::block ||
           (previous.kind == Statement::Kind::expression &&
            !notifies(shape, previous));
  }
  return moved.kind == Statement::Kind::expression &&
         previous.kind == Statement::Kind::expression &&
         (hands_on(shape, moved) || hands_on(shape, previous));
}

// Statement `i` comes before the one in front of it.
void swap_with_previous(Mutation& mutation, const Block& block, std::size_t i) {
  const SourceShape& shape = mutation.shape();
  const Statement& moved = block.statements[i];
  const Statement& previous = block.statements[i - 1];
  const int number = mutation.add(
      Mutant::Change::swapped, moved.begin,
      fmt::format("{} before {}", shape.short_text(moved.begin, moved.end),
                  shape.short_text(previous.begin, previous.end)));
  if (number == 0) return;
  mutation.before(previous.begin, Mutation::between,
                  fmt::format("if ({}) {{ {} }} ", is_mutant(number),
                              shape.text_of(moved.begin, moved.end)),
                  {number});
  mutation.leave_out(moved.begin, moved.end - 1, number);
}

// X.join() as a statement: its block, and where it stands there.
void move_join(Mutation& mutation, const Block& block, std::size_t i) {
  const SourceShape& shape = mutation.shape();
  const Statement& join = block.statements[i];
  const std::string text = shape.text_of(join.begin, join.end);
  const std::string name = shape.short_text(join.begin, join.end);
  const auto has_name_of_thread = [&](const Statement& statement) {
    for (std::size_t t = statement.begin; t < statement.end; ++t) {
      if (shape.token(t).text == shape.token(join.begin).text) return true;
    }
    return false;
  };
  if (i > 0 && !has_name_of_thread(block.statements[i - 1])) {
    const Statement& previous = block.statements[i - 1];
    const int number = mutation.add(
        Mutant::Change::join, join.begin,
        fmt::format("{} before {}", name,
                    shape.short_text(previous.begin, previous.end)));
    if (number != 0) {
      mutation.before(previous.begin, Mutation::between,
                      fmt::format("if ({}) {{ {} }} ", is_mutant(number), text),
                      {number});
      mutation.leave_out(join.begin, join.end - 1, number);
    }
  }
  if (i + 1 < block.statements.size() &&
      block.statements[i + 1].kind != Statement::Kind::jump) {
    const Statement& next = block.statements[i + 1];
    const int number =
        mutation.add(Mutant::Change::join, join.begin,
                     fmt::format("{} behind {}", name,
                                 shape.short_text(next.begin, next.end)));
    if (number != 0) {
      mutation.behind(next.end - 1,
                      fmt::format(" if ({}) {{ {} }}", is_mutant(number), text),
                      {number});
      mutation.leave_out(join.begin, join.end - 1, number);
    }
  }
}

// Wherever it stands: left out, and detached.
void mutate_join(Mutation& mutation, std::size_t name) {
  const SourceShape& shape = mutation.shape();
  const std::size_t begin = shape.operand_begin(name - 1);
  const std::size_t end = shape.match(name + 1) + 1;
  if (!shape.is_whole_statement(begin, end)) return;
  const std::string thread = shape.text_of(begin, name);
  mutation.leave_out(begin, end,
                     mutation.add(Mutant::Change::join, begin,
                                  "no " + shape.short_text(begin, end)));
  if (!mutation.may_have("detach")) return;
  mutation.leave_out(begin, end,
                     mutation.add(Mutant::Change::join, begin,
                                  shape.short_text(begin, end) + " -> detach"),
                     thread + "detach();");
}

// for (...) { threads.emplace_back(...); }: joined at once.
void join_in_loop(Mutation& mutation, const Block& block) {
  const SourceShape& shape = mutation.shape();
  for (const Statement& statement : block.statements) {
    const bool adds = ends_in_call_of(shape, statement, "emplace_back") ||
                      ends_in_call_of(shape, statement, "push_back");
    if (!adds) continue;
    const std::size_t name = shape.match(statement.end - 2) - 1;
    const std::string threads = shape.text_of(statement.begin, name - 1);
    // Declared as a vector of threads, in the same file.
    bool are_threads = false;
    for (std::size_t i = 2; i < statement.begin; ++i) {
      const bool is_thread = shape.is(i, "jthread") || shape.is(i, "thread");
      are_threads = are_threads || (is_thread && shape.is(i + 1, ">") &&
                                    shape.is(i + 2, threads));
    }
    if (!are_threads) continue;
    const int number = mutation.add(
        Mutant::Change::join, statement.begin,
        fmt::format("{} joined in the loop that starts it", threads));
    if (number == 0) continue;
    mutation.behind(
        statement.end - 1,
        fmt::format(" if ({}) {}.back().join();", is_mutant(number), threads),
        {number});
    // A thread that is joined cannot be joined again.
    for (std::size_t i = statement.end; i + 4 < shape.tokens().size(); ++i) {
      if (!shape.is(i, ":") || !shape.is(i + 1, threads) ||
          !shape.is(i + 2, ")")) {
        continue;
      }
      std::size_t join = i + 3;
      if (shape.is(join, "{")) ++join;
      if (shape.is(join + 1, ".") && shape.is(join + 2, "join")) {
        mutation.leave_out(join, join + 5, number);
      }
    }
  }
}

// std::jthread thread(...): joined at once.
void join_at_once(Mutation& mutation, const Block& block, std::size_t i) {
  const SourceShape& shape = mutation.shape();
  const Statement& made = block.statements[i];
  if (made.kind != Statement::Kind::declaration) return;
  std::size_t at = made.begin;
  if (shape.is(at, "const")) ++at;
  if (shape.is(at, "std") && shape.is(at + 1, "::")) at += 2;
  if (!shape.is(at, "jthread") || !shape.is_name(at + 1) ||
      i + 1 == block.statements.size()) {
    return;
  }
  const std::string name(shape.token(at + 1).text);
  const int number = mutation.add(Mutant::Change::join, made.begin,
                                  fmt::format("{} joined at once", name));
  if (number == 0) return;
  mutation.behind(made.end - 1,
                  fmt::format(" if ({}) {}.join();", is_mutant(number), name),
                  {number});
}

// A loop's body that can be told: braces, or a simple statement.
bool has_body(const SourceShape& shape, std::size_t open) {
  for (const char* word : {"if", "for", "while", "do", "switch", "try"}) {
    if (shape.is(open, word)) return false;
  }
  return open < shape.tokens().size();
}

// if (auto x = ...): a condition that cannot stand in parentheses.
bool declares(const SourceShape& shape, std::size_t begin, std::size_t end) {
  for (std::size_t i = begin; i < end; ++i) {
    if (shape.is(i, ";")) return true;
    if (!shape.is(i, "=") || shape.is(i + 1, "=")) continue;
    bool compares = false;
    for (const char* before : {"=", "!", "<", ">"}) {
      compares = compares || shape.is(i - 1, before);
    }
    if (!compares) return true;
  }
  return false;
}

// An expression statement that no other operator leaves out.
bool is_step(const SourceShape& shape, const Statement& statement) {
  if (statement.kind != Statement::Kind::expression) return false;
  if (shape.is(statement.begin, ";")) return false;
  constexpr std::array<std::string_view, 7> kOthers = {
      "notify_one", "notify_all", "wait",   "wait_for",
      "wait_until", "join",       "acquire"};
  const auto ends_in = [&](std::string_view name) {
    return ends_in_call_of(shape, statement, name);
  };
  return std::none_of(kOthers.begin(), kOthers.end(), ends_in) &&
         std::none_of(kHelpfulCalls.begin(), kHelpfulCalls.end(), ends_in) &&
         !ends_in("arrive_and_wait");
}

// if (closed_) return false;
bool is_check(const SourceShape& shape, const Statement& statement) {
  if (statement.kind != Statement::Kind::branch ||
      !shape.is(statement.begin, "if") || !shape.is(statement.begin + 1, "(")) {
    return false;
  }
  std::size_t begin = shape.match(statement.begin + 1) + 1;
  std::size_t end = statement.end;
  if (shape.is(begin, "{")) {
    if (shape.match(begin) + 1 != end) return false;  // else
    ++begin;
    --end;
  }
  const bool leaves = shape.is(begin, "return") || shape.is(begin, "throw") ||
                      shape.is(begin, "continue") || shape.is(begin, "break");
  if (!leaves) return false;
  std::size_t behind = begin;
  while (behind < end && !shape.is(behind, ";")) ++behind;
  return behind + 1 == end;  // and nothing else
}

}  // namespace

void mutate_sequences(Mutation& mutation) {
  const SourceShape& shape = mutation.shape();
  for (const Block& block : shape.blocks()) {
    for (std::size_t i = 0; i < block.statements.size(); ++i) {
      if (i == 0) continue;
      const Statement& previous = block.statements[i - 1];
      if (can_be_swapped(shape, previous, block.statements[i])) {
        swap_with_previous(mutation, block, i);
      }
    }
  }
}

void mutate_joins(Mutation& mutation) {
  const SourceShape& shape = mutation.shape();
  for (const Block& block : shape.blocks()) {
    for (std::size_t i = 0; i < block.statements.size(); ++i) {
      if (ends_in_call_of(shape, block.statements[i], "join")) {
        move_join(mutation, block, i);
      }
      join_at_once(mutation, block, i);
    }
    join_in_loop(mutation, block);
  }
  for (std::size_t i = mutation.first(); i < shape.tokens().size(); ++i) {
    if (shape.is(i, "join") && shape.is(i + 1, "(") &&
        (shape.is(i - 1, ".") || shape.is(i - 1, "->"))) {
      mutate_join(mutation, i);
    }
  }
}

void mutate_calls(Mutation& mutation) {
  const SourceShape& shape = mutation.shape();
  for (std::size_t i = mutation.first(); i < shape.tokens().size(); ++i) {
    if (i < 2 || !shape.is(i + 1, "(") ||
        (!shape.is(i - 1, ".") && !shape.is(i - 1, "->")) ||
        std::find(kHelpfulCalls.begin(), kHelpfulCalls.end(),
                  shape.token(i).text) == kHelpfulCalls.end()) {
      continue;
    }
    const std::size_t begin = shape.operand_begin(i - 1);
    const std::size_t end = shape.match(i + 1) + 1;
    if (!shape.is_whole_statement(begin, end)) continue;
    mutation.leave_out(begin, end,
                       mutation.add(Mutant::Change::dropped_call, begin,
                                    "no " + shape.short_text(begin, end)));
  }
}

// Steps that are left out: whatever is done, and whatever is asked before.
void mutate_steps(Mutation& mutation) {
  const SourceShape& shape = mutation.shape();
  for (const Block& block : shape.blocks()) {
    for (const Statement& statement : block.statements) {
      const std::size_t last = statement.end - 1;
      if (!is_step(shape, statement) && !is_check(shape, statement)) continue;
      mutation.leave_out(
          statement.begin, last,
          mutation.add(Mutant::Change::dropped_step, statement.begin,
                       "no " + shape.short_text(statement.begin, last)));
    }
  }
}

// Loops that end after their first round.
void mutate_rounds(Mutation& mutation) {
  const SourceShape& shape = mutation.shape();
  for (std::size_t i = mutation.first(); i < shape.tokens().size(); ++i) {
    if ((!shape.is(i, "for") && !shape.is(i, "while")) ||
        !shape.is(i + 1, "(")) {
      continue;
    }
    const std::size_t close = shape.match(i + 1);
    const std::size_t open = close + 1;
    // do ... while (...);
    if (close == i + 1 || shape.is(open, ";") || !has_body(shape, open)) {
      continue;
    }
    const int number =
        mutation.add(Mutant::Change::dropped_step, i,
                     "one round of " + shape.short_text(i, open));
    if (number == 0) continue;
    const std::string leaves =
        fmt::format("if ({}) break; ", is_mutant(number));
    if (shape.is(open, "{")) {
      mutation.before(shape.match(open), Mutation::between, leaves, {number});
      continue;
    }
    std::size_t end = open;
    while (!shape.is(end, ";")) {
      end = std::max(shape.match(end), end) + 1;
    }
    mutation.before(open, Mutation::between, "{ ", {number});
    mutation.behind(end, " " + leaves + "}", {number});
  }
}

// if (x) do(): done in any case, or in none.
void mutate_conditions(Mutation& mutation) {
  const SourceShape& shape = mutation.shape();
  for (std::size_t i = mutation.first(); i < shape.tokens().size(); ++i) {
    if (!shape.is(i, "if") || !shape.is(i + 1, "(")) continue;
    const std::size_t begin = i + 2;
    const std::size_t end = shape.match(i + 1);
    // A check is left out as a whole.
    if (end == i + 1 || shape.is(end + 1, "return")) continue;
    if (declares(shape, begin, end)) continue;
    const std::string condition = shape.short_text(begin, end);
    const int always = mutation.add(Mutant::Change::dropped_step, i,
                                    "as if always " + condition);
    if (always != 0) {
      mutation.before(begin, Mutation::between, is_mutant(always) + " || (",
                      {always});
      mutation.behind(end - 1, ")", {always});
    }
    const int never = mutation.add(Mutant::Change::dropped_step, i,
                                   "as if never " + condition);
    if (never != 0) {
      mutation.before(begin, Mutation::between,
                      "!" + is_mutant(never) + " && (", {never});
      mutation.behind(end - 1, ")", {never});
    }
  }
}

void mutate_expectations(Mutation& mutation) {
  const SourceShape& shape = mutation.shape();
  std::string test;
  std::size_t test_end = 0;
  for (std::size_t i = mutation.first(); i < shape.tokens().size(); ++i) {
    if (shape.is(i, "TEST") && shape.is(i + 1, "(")) {
      const auto names = shape.arguments(i + 1);
      if (names.size() == 2) {
        test = std::string(shape.token(names.back().first).text);
      }
      test_end = shape.match(shape.match(i + 1) + 1);
    }
    const bool expects = shape.token(i).text.starts_with("EXPECT_") ||
                         shape.token(i).text.starts_with("ASSERT_");
    if (!expects || !shape.is(i + 1, "(")) continue;
    std::size_t end = shape.match(i + 1) + 1;
    const std::size_t close = end - 1;
    while (end < shape.tokens().size() && !shape.is(end, ";")) ++end;
    if (!shape.is_whole_statement(i, end)) continue;
    const auto given = shape.arguments(i + 1);
    std::string instead =
        "::hb::mutants::expect_nothing(" + shape.text_of(i + 2, close) + ");";
    if (shape.token(i).text.ends_with("_THROW") && !given.empty()) {
      instead =
          fmt::format("try {{ {}; }} catch (...) {{ }}",
                      shape.text_of(given.front().first, given.front().second));
    }
    const std::string in_test = i < test_end ? test : "";
    const std::string name = (in_test.empty() ? "" : in_test + ": ") +
                             shape.short_text(i, close + 1);
    const int deleted = mutation.add(Mutant::Change::expectation, i, name);
    mutation.last_added().test = in_test;
    mutation.leave_out(i, end, deleted);
    const int disarmed =
        mutation.add(Mutant::Change::expectation, i, name + " disarmed");
    mutation.leave_out(i, end, disarmed, instead);
  }
}

}  // namespace hb::runner
