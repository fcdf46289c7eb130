// Notifications and waits.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "runner/mutants/mutation.hpp"

namespace hb::runner {
namespace {

bool is_member_call(const SourceShape& shape, std::size_t name) {
  return name > 1 && (shape.is(name - 1, ".") || shape.is(name - 1, "->")) &&
         shape.is(name + 1, "(");
}

bool is_wait(const SourceShape& shape, std::size_t i) {
  return is_member_call(shape, i) &&
         (shape.is(i, "wait") || shape.is(i, "wait_for") ||
          shape.is(i, "wait_until"));
}

// `a || b`: without one, and then the other.
void weaken_condition(Mutation& mutation, std::size_t begin, std::size_t end) {
  const SourceShape& shape = mutation.shape();
  for (const std::string_view junction : {"||", "&&"}) {
    std::vector<std::pair<std::size_t, std::size_t>> operands;
    std::size_t from = begin;
    for (std::size_t i = begin; i < end; ++i) {
      if (shape.match(i) > i) {
        i = shape.match(i);
      } else if (shape.is(i, junction)) {
        operands.emplace_back(from, i);
        from = i + 1;
      }
    }
    if (operands.empty()) continue;
    operands.emplace_back(from, end);
    for (const auto& [first, last] : operands) {
      const int number =
          mutation.add(Mutant::Change::wait, first,
                       "wait without `" + shape.short_text(first, last) + "`");
      if (number == 0) continue;
      const bool is_or = junction == "||";
      mutation.before(first, Mutation::wrap,
                      fmt::format("({}{} {} (", is_or ? "!" : "",
                                  is_mutant(number), is_or ? "&&" : "||"),
                      {number});
      mutation.behind(last - 1, "))", {number});
    }
    return;
  }
}

// The predicate of a wait, if it is a lambda that does nothing but return.
void weaken_predicate(Mutation& mutation, std::size_t begin, std::size_t end) {
  const SourceShape& shape = mutation.shape();
  std::size_t open = begin;
  while (open < end && !shape.is(open, "{")) ++open;
  if (open >= end || !shape.is(open + 1, "return")) return;
  std::size_t behind = open + 2;
  while (behind < end && !shape.is(behind, ";")) ++behind;
  if (behind + 1 != shape.match(open)) return;
  weaken_condition(mutation, open + 2, behind);
}

// condition.wait(lock, predicate)
void mutate_wait_with_predicate(Mutation& mutation, std::size_t name) {
  const SourceShape& shape = mutation.shape();
  const std::size_t begin = shape.operand_begin(name - 1);
  const std::string what = shape.short_text(begin, name - 1);
  const int none = mutation.add(Mutant::Change::wait, begin,
                                fmt::format("no wait for {}", what));
  const int once =
      mutation.add(Mutant::Change::wait, begin,
                   fmt::format("while -> if around the wait for {}", what));
  const auto arguments = shape.arguments(name + 1);
  weaken_predicate(mutation, arguments.back().first, arguments.back().second);
  if (none == 0 && once == 0) return;
  std::vector<int> numbers;
  for (const int number : {none, once}) {
    if (number != 0) numbers.push_back(number);
  }
  mutation.before(
      begin, Mutation::wrap,
      fmt::format("::hb::mutants::{}({}, {}, {}", shape.token(name).text, none,
                  once, shape.is(name - 1, "->") ? "*" : ""),
      numbers);
  mutation.replace(name - 1, name + 2, ", ", numbers);
}

bool has_predicate(const SourceShape& shape, std::size_t name) {
  const auto arguments = shape.arguments(name + 1);
  const std::size_t least = shape.is(name, "wait") ? 2 : 3;
  if (arguments.size() < least) return false;
  const auto& [begin, end] = arguments.back();
  return shape.is(begin, "[") || (end == begin + 1 && shape.is_name(begin) &&
                                  !shape.is(begin, "nullptr"));
}

// Asks an atomic object again and again.
bool spins(const SourceShape& shape, std::size_t open, std::size_t close) {
  for (std::size_t i = open; i < close; ++i) {
    const std::string_view name = shape.token(i).text;
    const bool asks = name == "load" || name == "test" || name == "exchange" ||
                      name == "test_and_set" || name == "try_lock" ||
                      name.starts_with("compare_exchange");
    if (asks && is_member_call(shape, i)) return true;
  }
  return false;
}

// while (condition) ... wait ...
void mutate_loop(Mutation& mutation, std::size_t keyword) {
  const SourceShape& shape = mutation.shape();
  const std::size_t open = keyword + 1;
  const std::size_t close = shape.match(open);
  if (close == open) return;
  std::size_t end = close + 1;
  if (shape.is(end, "{")) {
    end = shape.match(end);
  } else {
    while (end < shape.tokens().size() && !shape.is(end, ";")) ++end;
  }
  bool waits = spins(shape, open, close);
  for (std::size_t i = close; i < end; ++i) {
    waits = waits || (is_wait(shape, i) && !has_predicate(shape, i));
  }
  if (!waits) return;
  const int once = mutation.add(
      Mutant::Change::wait, keyword,
      fmt::format("while -> if {}", shape.short_text(open, close + 1)));
  weaken_condition(mutation, open + 1, close);
  const int none =
      mutation.add(Mutant::Change::wait, keyword,
                   fmt::format("no {}", shape.short_text(keyword, close + 1)));
  mutation.leave_out(keyword, end, none);
  if (once == 0) return;
  mutation.replace(keyword, open + 1,
                   fmt::format("for (bool hb_first_{0} = true; "
                               "::hb::mutants::again({0}, hb_first_{0}) && (",
                               once),
                   {once});
  mutation.before(close, Mutation::wrap, "); ", {once});
}

// latch.wait(); semaphore.acquire(); condition.wait(lock);
void mutate_plain_wait(Mutation& mutation, std::size_t name) {
  const SourceShape& shape = mutation.shape();
  const std::size_t begin = shape.operand_begin(name - 1);
  const std::size_t end = shape.match(name + 1) + 1;
  if (!shape.is_whole_statement(begin, end)) return;
  const int none = mutation.add(Mutant::Change::wait, begin,
                                "no " + shape.short_text(begin, name + 1));
  mutation.leave_out(begin, end, none);
}

bool is_plain_wait(const SourceShape& shape, std::size_t i) {
  if (is_wait(shape, i)) return !has_predicate(shape, i);
  return is_member_call(shape, i) &&
         (shape.is(i, "arrive_and_wait") || shape.is(i, "acquire"));
}

}  // namespace

void mutate_notifications(Mutation& mutation) {
  const SourceShape& shape = mutation.shape();
  for (std::size_t i = mutation.first(); i < shape.tokens().size(); ++i) {
    const bool is_one = shape.is(i, "notify_one");
    if ((!is_one && !shape.is(i, "notify_all")) || !is_member_call(shape, i)) {
      continue;
    }
    const std::size_t begin = shape.operand_begin(i - 1);
    const std::string text = shape.short_text(begin, i - 1);
    const std::string written(shape.token(i).text);
    const int none = mutation.add(Mutant::Change::notification, begin,
                                  fmt::format("no {}.{}", text, written));
    const int other =
        mutation.add(Mutant::Change::notification, begin,
                     fmt::format("{}.{} -> {}", text, written,
                                 is_one ? "notify_all" : "notify_one"));
    if (none == 0 && other == 0) continue;
    std::vector<int> numbers;
    for (const int number : {none, other}) {
      if (number != 0) numbers.push_back(number);
    }
    mutation.before(begin, Mutation::wrap,
                    fmt::format("::hb::mutants::{}({}, {}, {}", written, none,
                                other, shape.is(i - 1, "->") ? "*" : ""),
                    numbers);
    mutation.replace(i - 1, i + 2, "", numbers);
  }
}

void mutate_waits(Mutation& mutation) {
  const SourceShape& shape = mutation.shape();
  for (std::size_t i = mutation.first(); i < shape.tokens().size(); ++i) {
    if (shape.is(i, "while") && shape.is(i + 1, "(")) {
      mutate_loop(mutation, i);
    } else if (is_wait(shape, i) && has_predicate(shape, i)) {
      mutate_wait_with_predicate(mutation, i);
    } else if (is_plain_wait(shape, i)) {
      mutate_plain_wait(mutation, i);
    }
  }
}

}  // namespace hb::runner
