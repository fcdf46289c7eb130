// What if a memory order were another? Asked by reports.
#pragma once

#include <vector>

#include "checker/graph/operation.hpp"

namespace hb::checker {

// While it lives, atomic operations that return to one of `sites` have `order`.
class ChangedOrderScope {
 public:
  ChangedOrderScope(const std::vector<const void*>& sites, Order order);
  ~ChangedOrderScope();
  ChangedOrderScope(const ChangedOrderScope&) = delete;
  ChangedOrderScope& operator=(const ChangedOrderScope&) = delete;
};

// The order that counts at `site`, where `written` is in the program.
Order order_at(const void* site, Order written);

}  // namespace hb::checker
