#include "checker/report/expression.hpp"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <utility>

#include "checker/report/postfix.hpp"

namespace hb::checker {
namespace {

struct Found {
  std::string expression;
  std::size_t at;  // where the call is
};

// Calls "x.name(" and "x->name(".
void add_calls(std::string_view text, std::string_view name,
               std::vector<Found>& found) {
  for (std::size_t at = text.find(name); at != text.npos;
       at = text.find(name, at + 1)) {
    const std::size_t end = at + name.size();
    if (end >= text.size() || text[end] != '(' || at == 0) continue;
    std::size_t object_end = text.npos;
    if (text[at - 1] == '.') object_end = at - 1;
    if (at >= 2 && text.substr(at - 2, 2) == "->") object_end = at - 2;
    if (object_end == text.npos) continue;
    const std::string object = postfix_before(text, object_end);
    if (!object.empty()) found.push_back({object, at});
  }
}

// "lock_guard lock(mutex_)", "scoped_lock<...> both{a_, b_}": the arguments.
void add_guards(std::string_view text, std::vector<Found>& found) {
  for (const std::string_view guard :
       {"lock_guard", "unique_lock", "scoped_lock", "shared_lock",
        "std::lock"}) {
    const std::size_t at = text.find(guard);
    if (at == text.npos) continue;
    std::size_t open = at + guard.size();
    int angle = 0;  // template arguments may hold brackets of their own
    while (open < text.size() &&
           (angle > 0 || (text[open] != '(' && text[open] != '{'))) {
      if (text[open] == '<') ++angle;
      if (text[open] == '>') --angle;
      ++open;
    }
    for (std::size_t next = open; next < text.size();) {
      const std::string argument = postfix_from(text, next + 1);
      if (!argument.empty() && argument.find("std::") == argument.npos) {
        found.push_back({argument, at});
      }
      next = text.find(',', next + 1);
      if (guard != "scoped_lock" && guard != "std::lock") break;
    }
    return;
  }
}

// The names under which an operation is called.
std::vector<std::string_view> names_of(Operation operation) {
  switch (operation) {
    case Operation::load:
      return {"load", "test", "wait"};
    case Operation::store:
      return {"store", "clear"};
    case Operation::exchange:
      return {"exchange", "test_and_set"};
    case Operation::fetch_add:
      return {"fetch_add"};
    case Operation::fetch_sub:
      return {"fetch_sub"};
    case Operation::fetch_and:
      return {"fetch_and"};
    case Operation::fetch_or:
      return {"fetch_or"};
    case Operation::fetch_xor:
      return {"fetch_xor"};
    case Operation::compare_exchange:
    case Operation::compare_exchange_weak:
      return {"compare_exchange_strong", "compare_exchange_weak"};
    case Operation::wait_enter:
    case Operation::wait_leave:
    case Operation::wait_sleep:
      return {"wait", "arrive_and_wait", "acquire"};
    case Operation::wait_timed_sleep:
      return {"wait_for", "wait_until", "try_acquire_for", "try_acquire_until"};
    case Operation::notify_one:
      return {"notify_one", "release"};
    case Operation::notify_all:
      return {"notify_all", "count_down", "arrive", "arrive_and_wait"};
    case Operation::mutex_lock:
    case Operation::shared_lock:
      return {"lock"};
    case Operation::mutex_try_lock:
    case Operation::shared_try_lock:
      return {"try_lock"};
    case Operation::mutex_timed_lock:
    case Operation::shared_timed_lock:
      return {"try_lock_for", "try_lock_until"};
    case Operation::shared_lock_shared:
      return {"lock_shared"};
    case Operation::shared_try_lock_shared:
      return {"try_lock_shared"};
    case Operation::shared_timed_lock_shared:
      return {"try_lock_shared_for", "try_lock_shared_until"};
    case Operation::mutex_unlock:
      return {"unlock"};
    case Operation::shared_unlock:
      return {"unlock", "unlock_shared"};
    case Operation::semaphore_acquire:
      return {"acquire"};
    case Operation::semaphore_try_acquire:
      return {"try_acquire"};
    case Operation::semaphore_timed_acquire:
      return {"try_acquire_for", "try_acquire_until"};
    case Operation::semaphore_release:
      return {"release"};
    default:
      return {};
  }
}

// "x = ", "x += ", "++x", "x--": what is assigned to. For an atomic these are
// operations too.
void add_assigned(std::string_view text, std::vector<Found>& found) {
  for (std::size_t at = text.find('='); at != text.npos;
       at = text.find('=', at + 1)) {
    if (at + 1 < text.size() && text[at + 1] == '=') {
      ++at;
      continue;
    }
    if (at == 0) continue;
    std::size_t end = at;
    const char before = text[at - 1];
    if (before == '!' || before == '=' ||
        ((before == '<' || before == '>') &&
         !(at >= 2 && text[at - 2] == before))) {
      continue;
    }
    while (end > 0 && std::string_view("+-*/%&|^<>").find(text[end - 1]) !=
                          std::string_view::npos) {
      --end;
    }
    while (end > 0 && text[end - 1] == ' ') --end;
    const std::string object = postfix_before(text, end);
    const std::size_t begin = end - std::min(end, object.size());
    std::string dereferenced;
    if (begin > 0 && text[begin - 1] == '*' &&
        (begin == 1 || !is_word(text[begin - 2]))) {
      dereferenced = "*";
    }
    if (!object.empty()) found.push_back({dereferenced + object, at});
  }
  for (const std::string_view step : {"++", "--"}) {
    const std::size_t at = text.find(step);
    if (at == text.npos) continue;
    std::string object = postfix_from(text, at + 2);
    if (object.empty()) object = postfix_before(text, at);
    if (!object.empty()) found.push_back({object, at});
  }
}

bool is_object_name(std::string_view text) {
  return !text.empty() &&
         std::isdigit(static_cast<unsigned char>(text[0])) == 0 &&
         text != "true" && text != "false" && text != "nullptr";
}

// "return x;", "a = x;", "EXPECT_EQ(x, 1)", "while (!x)": where only a read
// can be meant, and one name stands alone.
void add_read(std::string_view text, std::vector<Found>& found) {
  const auto add = [&](std::size_t begin, std::string_view ends) {
    while (begin < text.size() && (text[begin] == ' ' || text[begin] == '!')) {
      ++begin;
    }
    const std::string object = postfix_from(text, begin);
    std::size_t end = text.find(object, begin) + object.size();
    while (end < text.size() && text[end] == ' ') ++end;
    if (is_object_name(object) && end < text.size() &&
        ends.find(text[end]) != ends.npos) {
      found.push_back({object, begin});
    }
  };
  const std::size_t returned = text.find("return ");
  if (returned != text.npos) add(returned + 7, ";");
  const std::size_t assigned = text.find(" = ");
  if (assigned != text.npos) add(assigned + 3, ";+-*/");
  for (const std::string_view macro :
       {"EXPECT_EQ(", "ASSERT_EQ(", "EXPECT_NE(", "EXPECT_TRUE(",
        "EXPECT_FALSE(", "while (", "if ("}) {
    const std::size_t at = text.find(macro);
    if (at == text.npos) continue;
    add(at + macro.size(), ",)=<>");
    const std::size_t comma = text.find(", ", at);
    if (comma != text.npos) add(comma + 2, ")");
  }
}

}  // namespace

std::vector<std::string> objects_in(std::string_view line,
                                    const Sought& sought) {
  const std::string text = code_of(line);
  std::vector<Found> found;
  if (sought.access == Sought::Access::plain_write) {
    add_assigned(text, found);
  } else if (sought.access == Sought::Access::plain_read) {
    add_read(text, found);
  } else {
    for (const std::string_view name : names_of(sought.operation)) {
      add_calls(text, name, found);
    }
    if (is_lock(sought.operation) ||
        sought.operation == Operation::mutex_try_lock) {
      add_guards(text, found);
    }
    if (found.empty() && sought.kind == LocationKind::atomic) {
      if (sought.operation == Operation::load) {
        add_read(text, found);
      } else {
        add_assigned(text, found);
      }
    }
  }
  const auto distance = [&](const Found& one) {
    return std::labs(static_cast<long>(one.at) + 1 - sought.column);
  };
  if (sought.column > 0) {
    // Compilers differ in what the column of a call is: only good enough to
    // choose between several.
    std::stable_sort(found.begin(), found.end(),
                     [&](const Found& a, const Found& b) {
                       return distance(a) < distance(b);
                     });
  }
  std::vector<std::string> expressions;
  for (const Found& one : found) {
    if (std::find(expressions.begin(), expressions.end(), one.expression) ==
        expressions.end()) {
      expressions.push_back(one.expression);
    }
  }
  return expressions;
}

std::string last_name(std::string_view expression) {
  std::size_t end = expression.size();
  while (end > 0 && expression[end - 1] == ']') {
    const std::size_t open = opening(expression, end - 1);
    if (open == expression.npos) return "";
    end = open;
  }
  std::size_t begin = end;
  while (begin > 0 && is_word(expression[begin - 1])) --begin;
  return std::string(expression.substr(begin, end - begin));
}

bool has_computed_index(std::string_view expression) {
  if (!expression.ends_with(']')) return false;
  const std::size_t open = opening(expression, expression.size() - 1);
  if (open == expression.npos) return false;
  const auto index = expression.substr(open + 1, expression.size() - open - 2);
  return !std::all_of(index.begin(), index.end(), [](char c) {
    return std::isdigit(static_cast<unsigned char>(c)) != 0;
  });
}

std::string with_index(std::string_view expression, std::string_view index) {
  const std::size_t open = opening(expression, expression.size() - 1);
  return std::string(expression.substr(0, open)) + "[" + std::string(index) +
         "]";
}

}  // namespace hb::checker
