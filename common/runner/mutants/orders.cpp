// Weaker memory orders, and updates that are no longer atomic.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "runner/mutants/mutation.hpp"

namespace hb::runner {
namespace {

// What an operation does with its object, as far as orders go.
enum class Access { load, store, update };

bool is_compare_exchange(std::string_view operation) {
  return operation.starts_with("compare_exchange");
}

std::optional<Access> access_of(std::string_view operation,
                                bool is_failure = false) {
  if (operation == "load" || operation == "test" || operation == "wait") {
    return Access::load;
  }
  if (operation == "store" || operation == "clear") return Access::store;
  if (is_compare_exchange(operation)) {
    return is_failure ? Access::load : Access::update;
  }
  if (operation == "exchange" || operation == "test_and_set" ||
      operation.starts_with("fetch_") || operation == "atomic_thread_fence") {
    return Access::update;
  }
  return std::nullopt;
}

std::vector<std::string> weaker_than(std::string_view order, Access access) {
  std::vector<std::string> orders;
  if (order == "seq_cst" && access == Access::update) {
    orders.emplace_back("acq_rel");
  }
  const bool had_both = order == "seq_cst" || order == "acq_rel";
  if (had_both && access != Access::load) orders.emplace_back("release");
  if (had_both && access != Access::store) orders.emplace_back("acquire");
  if (order != "relaxed") orders.emplace_back("relaxed");
  return orders;
}

// The parenthesis whose inside token `i` is in.
std::size_t call_around(const SourceShape& shape, std::size_t i) {
  while (i > 0) {
    --i;
    if (shape.is(i, ")") || shape.is(i, "]") || shape.is(i, "}")) {
      i = shape.match(i);
    } else if (shape.is(i, "(")) {
      return i;
    } else if (shape.is(i, ";") || shape.is(i, "{")) {
      break;
    }
  }
  return 0;
}

// One order, written or not.
struct OrderSite {
  std::size_t call = 0;  // the parenthesis
  std::string order = "seq_cst";
  bool is_failure = false;  // of a compare_exchange
};

std::string name_of_operation(const SourceShape& shape, const OrderSite& site) {
  const std::size_t name = site.call - 1;
  if (shape.is(name, "atomic_thread_fence")) return "fence";
  const std::size_t dot = name - 1;
  std::string text = shape.short_text(shape.operand_begin(dot), dot) +
                     std::string(shape.token(dot).text) +
                     std::string(shape.token(name).text);
  if (site.is_failure) text += " if it fails,";
  return text;
}

// The text that takes the place of the order; "" if no mutant is wanted.
std::string choice_of_order(Mutation& mutation, const OrderSite& site,
                            std::vector<int>& numbers) {
  const SourceShape& shape = mutation.shape();
  const auto access =
      access_of(shape.token(site.call - 1).text, site.is_failure);
  if (!access) return "";
  const std::string operation = name_of_operation(shape, site);
  std::string others;
  for (const std::string& weaker : weaker_than(site.order, *access)) {
    const int number =
        mutation.add(Mutant::Change::weaker_order, site.call - 1,
                     fmt::format("{} {} -> {}", operation, site.order, weaker));
    if (number == 0) continue;
    numbers.push_back(number);
    mutation.last_added().operation = operation;
    mutation.last_added().order = weaker;
    others += fmt::format("{}{{{}, ::std::memory_order_{}}}",
                          others.empty() ? "" : ", ", number, weaker);
  }
  if (others.empty()) return "";
  return fmt::format("::hb::mutants::order(::std::memory_order_{}, {{{}}})",
                     site.order, others);
}

bool is_order(std::string_view name) {
  constexpr std::array<std::string_view, 5> kOrders = {
      "relaxed", "acquire", "release", "acq_rel", "seq_cst"};
  return std::find(kOrders.begin(), kOrders.end(), name) != kOrders.end();
}

// std::memory_order_release, or std::memory_order::release.
void mutate_written_order(Mutation& mutation, std::size_t i) {
  constexpr std::string_view kPrefix = "memory_order_";
  const SourceShape& shape = mutation.shape();
  OrderSite site;
  std::size_t end = i + 1;
  if (shape.token(i).text.starts_with(kPrefix)) {
    site.order = shape.token(i).text.substr(kPrefix.size());
  } else if (shape.is(i, "memory_order") && shape.is(i + 1, "::") &&
             shape.is_name(i + 2)) {
    site.order = shape.token(i + 2).text;
    end = i + 3;
  } else {
    return;
  }
  site.call = call_around(shape, i);
  if (!is_order(site.order) || site.call == 0 ||
      !shape.is_name(site.call - 1)) {
    return;
  }
  const auto arguments = shape.arguments(site.call);
  site.is_failure = is_compare_exchange(shape.token(site.call - 1).text) &&
                    arguments.size() == 4 && arguments.back().first <= i;
  std::size_t begin = i;
  if (shape.is(i - 1, "::") && shape.is(i - 2, "std")) begin = i - 2;
  if (shape.is(begin - 1, "::")) --begin;
  std::vector<int> numbers;
  const std::string text = choice_of_order(mutation, site, numbers);
  if (!text.empty()) mutation.replace(begin, end, text, numbers);
}

// x.load(), x.store(1): seq_cst, without a word.
void mutate_silent_order(Mutation& mutation, std::size_t name) {
  const SourceShape& shape = mutation.shape();
  if (!shape.is(name - 1, ".") && !shape.is(name - 1, "->")) return;
  if (!shape.is(name + 1, "(")) return;
  const std::string_view operation = shape.token(name).text;
  // Containers are cleared too, and so many things wait.
  if (operation == "clear" || operation == "wait" || operation == "test") {
    return;
  }
  const auto access = access_of(operation);
  if (!access) return;
  std::size_t without_order = 1;
  if (operation == "load" || operation == "test_and_set") without_order = 0;
  if (is_compare_exchange(operation)) without_order = 2;
  OrderSite site;
  site.call = name + 1;
  if (shape.arguments(site.call).size() != without_order) return;
  std::vector<int> numbers;
  const std::string text = choice_of_order(mutation, site, numbers);
  if (text.empty()) return;
  mutation.before(shape.match(site.call), Mutation::wrap,
                  (without_order > 0 ? ", " : "") + text, numbers);
}

}  // namespace

void mutate_orders(Mutation& mutation) {
  const SourceShape& shape = mutation.shape();
  for (std::size_t i = mutation.first(); i < shape.tokens().size(); ++i) {
    if (!shape.is_name(i) || i < 2) continue;
    mutate_written_order(mutation, i);
    mutate_silent_order(mutation, i);
  }
}

// x.fetch_add(1), or a load and a store.
void mutate_updates(Mutation& mutation) {
  constexpr std::array<std::string_view, 5> kUpdates = {
      "fetch_add", "fetch_sub", "exchange", "compare_exchange_strong",
      "compare_exchange_weak"};
  const SourceShape& shape = mutation.shape();
  for (std::size_t i = mutation.first(); i < shape.tokens().size(); ++i) {
    if (!shape.is(i + 1, "(") || i < 2) continue;
    const std::string operation(shape.token(i).text);
    if (std::find(kUpdates.begin(), kUpdates.end(), operation) ==
            kUpdates.end() ||
        (!shape.is(i - 1, ".") && !shape.is(i - 1, "->"))) {
      continue;
    }
    const std::size_t begin = shape.operand_begin(i - 1);
    const int number =
        mutation.add(Mutant::Change::split_update, i,
                     fmt::format("{}.{} -> load, then store",
                                 shape.short_text(begin, i - 1), operation));
    if (number == 0) continue;
    mutation.before(begin, Mutation::wrap,
                    fmt::format("::hb::mutants::{}({}, {}", operation, number,
                                shape.is(i - 1, "->") ? "*" : ""),
                    {number});
    mutation.replace(i - 1, i + 2, ", ", {number});
  }
}

}  // namespace hb::runner
