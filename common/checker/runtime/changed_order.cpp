#include "checker/runtime/changed_order.hpp"

#include <algorithm>

namespace hb::checker {
namespace {

const std::vector<const void*>* changed_sites = nullptr;
Order changed_order = Order::seq_cst;

}  // namespace

ChangedOrderScope::ChangedOrderScope(const std::vector<const void*>& sites,
                                     Order order) {
  changed_sites = &sites;
  changed_order = order;
}

ChangedOrderScope::~ChangedOrderScope() { changed_sites = nullptr; }

Order order_at(const void* site, Order written) {
  if (changed_sites == nullptr) return written;
  const auto& sites = *changed_sites;
  return std::find(sites.begin(), sites.end(), site) == sites.end()
             ? written
             : changed_order;
}

}  // namespace hb::checker
