// Which memory order would have to be stronger: asked of the checker, never
// guessed.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "checker/graph/operation.hpp"
#include "checker/report/place.hpp"
#include "checker/report/story.hpp"

namespace hb::checker {

// A line with one atomic operation or fence, and the order written there. One
// line may be compiled several times.
struct Site {
  Place place;
  EventKind kind = EventKind::read;
  Operation operation = Operation::none;
  Order order = Order::relaxed;
  std::string object;
  std::vector<const void*> addresses;  // Event::site of all of them
};

// What exploring all executions anew with another order at one site gave.
struct Recheck {
  enum class Outcome { passes, fails, unknown } outcome = Outcome::unknown;
  std::int64_t executions = 0;
};
using RecheckWith = std::function<Recheck(const Site&, Order)>;

struct ChangedOrder {
  Site site;
  Order order = Order::relaxed;
  std::int64_t executions = 0;
};

struct WhatIf {
  std::optional<ChangedOrder> fix;
  // If no single one helps: the executions that pass with seq_cst at all sites
  // together; 0 if not all do.
  std::int64_t executions_with_seq_cst = 0;
  int sites = 0;
  int tried = 0;
  bool tried_all = true;  // and none of them was left undecided
};

// The sites of this execution whose order is not seq_cst, those first that the
// failure hangs on.
std::vector<Site> weak_sites(const Story& story);

// Tries each stronger order at each site, the weakest that suffices first,
// until one makes all executions pass; then seq_cst at all of them together.
// Gives up after `max_tries`.
WhatIf find_fix(const std::vector<Site>& sites, const RecheckWith& recheck,
                int max_tries = 64);

// The dual, of a program that passes: the orders that could each be weaker,
// alone, with all executions still passing.
std::vector<ChangedOrder> find_stronger_than_needed(
    const std::vector<Site>& sites, const RecheckWith& recheck);

// All sites of an execution, for find_stronger_than_needed.
std::vector<Site> all_sites(const Story& story);

// "relaxed -> release", for the site's operation: weakest first.
std::vector<Order> stronger_orders(const Site& site);
std::vector<Order> weaker_orders(const Site& site);

// "test.cpp:12 relaxed -> release: re-checked, all 3 executions pass". Empty if
// there was nothing to try.
std::string fix_text(const Story& story, const WhatIf& what_if);

}  // namespace hb::checker
