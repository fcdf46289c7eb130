#include "checker/report/what_if.hpp"

#include <algorithm>

#include "checker/report/value_text.hpp"

namespace hb::checker {
namespace {

bool writes(const Site& site) {
  return site.kind == EventKind::write ||
         (site.kind == EventKind::read && site.operation != Operation::load);
}
bool reads(const Site& site) { return site.kind == EventKind::read; }

// A site is one line, however often the compiler made code of it.
void add_site(std::vector<Site>& sites, Site site) {
  for (Site& known : sites) {
    if (!known.place.same_line(site.place) || known.kind != site.kind ||
        known.operation != site.operation || known.order != site.order ||
        known.object != site.object) {
      continue;
    }
    const void* address = site.addresses.front();
    if (std::find(known.addresses.begin(), known.addresses.end(), address) ==
        known.addresses.end()) {
      known.addresses.push_back(address);
    }
    return;
  }
  sites.push_back(std::move(site));
}

std::optional<Site> site_of(const Story& story, int item) {
  if (!story.relations().is_event(item)) return std::nullopt;
  const Event& event = story.relations().event_of(item);
  const bool second_half = event.kind == EventKind::write && event.is_update;
  const bool fits = event.kind == EventKind::read ||
                    event.kind == EventKind::write ||
                    event.kind == EventKind::fence;
  if (!fits || second_half || is_object(event.operation) || event.view_only) {
    return std::nullopt;
  }
  const int index = story.relations().items()[std::size_t(item)].event;
  const CallStack& stack = story.execution().events[std::size_t(index)].stack;
  Site site;
  site.place = story.symbols().place_of(stack);
  // An order inside the library is not the reader's to change.
  if (!site.place.known() ||
      story.symbols().caller_file_of(stack) != site.place.file) {
    return std::nullopt;
  }
  site.kind = event.kind;
  site.operation = event.operation;
  site.order = event.order;
  if (event.location >= 0) {
    site.object = story.names().of_location(event.location);
  }
  site.addresses = {event.site};
  return site;
}

std::vector<Order> orders_for(const Site& site) {
  if (site.kind == EventKind::fence || (reads(site) && writes(site))) {
    return {Order::relaxed, Order::acquire, Order::release, Order::acq_rel,
            Order::seq_cst};
  }
  if (reads(site)) return {Order::relaxed, Order::acquire, Order::seq_cst};
  return {Order::relaxed, Order::release, Order::seq_cst};
}

bool is_weaker(Order a, Order b) {
  if (a == b) return false;
  return (!acquires(a) || acquires(b)) && (!releases(a) || releases(b)) &&
         a != Order::seq_cst;
}

}  // namespace

std::vector<Order> stronger_orders(const Site& site) {
  std::vector<Order> orders;
  for (const Order order : orders_for(site)) {
    if (is_weaker(site.order, order)) orders.push_back(order);
  }
  return orders;
}

std::vector<Order> weaker_orders(const Site& site) {
  std::vector<Order> orders;
  for (const Order order : orders_for(site)) {
    // A relaxed fence does nothing: then the fence is not needed at all.
    if (is_weaker(order, site.order)) orders.push_back(order);
  }
  return orders;
}

std::vector<Site> all_sites(const Story& story) {
  std::vector<Site> sites;
  const int count = static_cast<int>(story.relations().items().size());
  for (int item = 0; item < count; ++item) {
    if (auto site = site_of(story, item)) add_site(sites, std::move(*site));
  }
  return sites;
}

std::vector<Site> weak_sites(const Story& story) {
  std::vector<Site> sites;
  for (const Link& link : story.relations().links()) {
    if (link.synchronizes) continue;
    for (const bool is_write : {true, false}) {
      if (!(is_write ? link.lacks_release : link.lacks_acquire)) continue;
      int item = is_write ? link.write : link.read;
      // The second half of an update is written where its first half is.
      if (is_write && story.relations().event_of(item).is_update) {
        item = story.relations().previous(item);
      }
      if (auto site = site_of(story, item)) add_site(sites, std::move(*site));
    }
  }
  for (Site& site : all_sites(story)) add_site(sites, std::move(site));
  std::erase_if(sites,
                [](const Site& site) { return stronger_orders(site).empty(); });
  return sites;
}

WhatIf find_fix(const std::vector<Site>& sites, const RecheckWith& recheck,
                int max_tries) {
  WhatIf result;
  result.sites = static_cast<int>(sites.size());
  Site all_together;
  for (const Site& site : sites) {
    all_together.addresses.insert(all_together.addresses.end(),
                                  site.addresses.begin(), site.addresses.end());
    for (const Order order : stronger_orders(site)) {
      if (result.tried == max_tries) {
        result.tried_all = false;
        return result;
      }
      ++result.tried;
      const Recheck seen = recheck(site, order);
      if (seen.outcome == Recheck::Outcome::passes) {
        result.fix = ChangedOrder{site, order, seen.executions};
        return result;
      }
      if (seen.outcome == Recheck::Outcome::unknown) result.tried_all = false;
    }
  }
  if (sites.size() < 2) return result;
  all_together.order = Order::relaxed;
  const Recheck seen = recheck(all_together, Order::seq_cst);
  if (seen.outcome == Recheck::Outcome::passes) {
    result.executions_with_seq_cst = seen.executions;
  }
  return result;
}

std::vector<ChangedOrder> find_stronger_than_needed(
    const std::vector<Site>& sites, const RecheckWith& recheck) {
  std::vector<ChangedOrder> found;
  for (const Site& site : sites) {
    for (const Order order : weaker_orders(site)) {
      const Recheck seen = recheck(site, order);
      if (seen.outcome != Recheck::Outcome::passes) continue;
      found.push_back({site, order, seen.executions});
      break;  // the weakest that still passes says it all
    }
  }
  return found;
}

std::string fix_text(const Story& story, const WhatIf& what_if) {
  const auto re_checked = [](std::int64_t executions) {
    return std::string(": re-checked, ") +
           (executions == 1
                ? "the only execution passes"
                : "all " + count_text(executions, "execution") + " pass");
  };
  if (what_if.fix) {
    const ChangedOrder& fix = *what_if.fix;
    return story.line_text(fix.site.place) + " " + name_of(fix.site.order) +
           " -> " + name_of(fix.order) + re_checked(fix.executions);
  }
  if (what_if.tried == 0) return "";
  if (what_if.executions_with_seq_cst > 0) {
    return "no single order fixes this, seq_cst in all " +
           std::to_string(what_if.sites) + " places does" +
           re_checked(what_if.executions_with_seq_cst);
  }
  if (what_if.tried_all) {
    return "no single order fixes this: the algorithm is wrong";
  }
  return "no single order was found that fixes this (" +
         std::to_string(what_if.tried) + " tried)";
}

}  // namespace hb::checker
