#include "checker/graph/literal_axioms.hpp"

namespace hb::checker {

bool literally_consistent(const ExecutionGraph& graph) {
  return literally_consistent(LiteralExecution(graph.events));
}

bool literally_consistent(const LiteralExecution& execution) {
  return happens_before_has_no_cycle(execution) &&
         reads_no_later_side_effect(execution) &&
         write_write_coherent(execution) && read_read_coherent(execution) &&
         read_write_coherent(execution) && write_read_coherent(execution) &&
         updates_read_the_last_value(execution) &&
         has_no_load_buffering(execution) &&
         waiters_see_their_notifiers(execution) &&
         has_total_order_of_seq_cst(execution);
}

// [intro.races]/10: "no program execution demonstrates a cycle".
bool happens_before_has_no_cycle(const LiteralExecution& e) {
  return e.happens_before().irreflexive();
}

// [intro.races]/14: B, which takes its value from A, does not happen before A.
bool reads_no_later_side_effect(const LiteralExecution& e) {
  for (int b = 0; b < e.size(); ++b) {
    const int a = e.node(b).source;
    if (a >= 0 && e.happens_before().has(b, a)) return false;
  }
  return true;
}

// [intro.races]/15: if A happens before B, A is earlier in modification order.
bool write_write_coherent(const LiteralExecution& e) {
  return (e.happens_before() * e.modification_order()).irreflexive();
}

// [intro.races]/16: A reads X, happens before B; B reads X or a later one.
bool read_read_coherent(const LiteralExecution& e) {
  for (int a = 0; a < e.size(); ++a) {
    for (int b = 0; b < e.size(); ++b) {
      if (e.node(a).source < 0 || e.node(b).source < 0) continue;
      if (e.happens_before().has(a, b) &&
          e.modification_order().has(e.node(b).source, e.node(a).source)) {
        return false;
      }
    }
  }
  return true;
}

// [intro.races]/17: A reads X, happens before the write B; X is earlier than B.
bool read_write_coherent(const LiteralExecution& e) {
  for (int a = 0; a < e.size(); ++a) {
    for (int b = 0; b < e.size(); ++b) {
      if (e.node(a).source < 0 || !e.happens_before().has(a, b)) continue;
      if (e.node(a).source == b ||
          e.modification_order().has(b, e.node(a).source)) {
        return false;
      }
    }
  }
  return true;
}

// [intro.races]/18: the write X happens before B; B reads X or a later one.
bool write_read_coherent(const LiteralExecution& e) {
  for (int x = 0; x < e.size(); ++x) {
    for (int b = 0; b < e.size(); ++b) {
      if (e.node(b).source >= 0 && e.happens_before().has(x, b) &&
          e.modification_order().has(e.node(b).source, x)) {
        return false;
      }
    }
  }
  return true;
}

// [atomics.order]/4: a total order S exists if what it must respect is acyclic.
bool has_total_order_of_seq_cst(const LiteralExecution& e) {
  std::vector<int> seq_cst;
  for (int n = 0; n < e.size(); ++n) {
    if (e.is_seq_cst(n)) seq_cst.push_back(n);
  }
  if (seq_cst.size() < 2) return true;

  Relation order(e.size());
  const Relation strongly = e.strongly_happens_before();
  for (const int a : seq_cst) {
    for (const int b : seq_cst) {
      if (strongly.has(a, b)) order.add(a, b);
    }
  }
  const Relation coherence = e.coherence_ordered_before();
  for (int a = 0; a < e.size(); ++a) {
    for (int b = 0; b < e.size(); ++b) {
      if (!coherence.has(a, b) || e.node(a).is_object || e.node(b).is_object) {
        continue;
      }
      for (const int x : seq_cst) {
        const bool from_x =
            x == a || (e.is_seq_cst_fence(x) && e.happens_before().has(x, a));
        if (!from_x) continue;
        for (const int y : seq_cst) {
          const bool to_y =
              y == b || (e.is_seq_cst_fence(y) && e.happens_before().has(b, y));
          if (to_y) order.add(x, y);
        }
      }
    }
  }
  return order.acyclic();
}

// [atomics.order]/10: the last value written before the write of the update.
bool updates_read_the_last_value(const LiteralExecution& e) {
  for (int u = 0; u < e.size(); ++u) {
    if (e.node(u).source >= 0 && e.node(u).writes &&
        e.node(u).position != e.node(e.node(u).source).position + 1) {
      return false;
    }
  }
  return true;
}

// This project's: nothing is read before it is written in some order of steps.
bool has_no_load_buffering(const LiteralExecution& e) {
  Relation order = e.sequenced_before();
  order |= e.reads_from();
  return order.acyclic();
}

// This project's reading of [atomics.wait]/4: a thread that entered the queue
// after a notification compares what the notifier knew, or something newer.
bool waiters_see_their_notifiers(const LiteralExecution& e) {
  for (int r = 0; r < e.size(); ++r) {
    if (!e.node(r).view_only || e.node(r).source < 0) continue;
    const auto is_entry = [&](int n) {
      return e.node(n).thread == e.node(r).thread && e.node(n).writes &&
             e.node(n).reads && e.node(n).index + 2 == e.node(r).index;
    };
    for (int entry = 0; entry < e.size(); ++entry) {
      if (!is_entry(entry)) continue;
      for (int n = 0; n < e.size(); ++n) {
        const bool earlier = n == entry || e.modification_order().has(n, entry);
        if (!earlier || e.node(n).kind == EventKind::initial) continue;
        for (int seen = 0; seen < e.size(); ++seen) {
          if (seen != n && !e.happens_before().has(seen, n)) continue;
          const int known = e.node(seen).writes ? seen : e.node(seen).source;
          if (known >= 0 &&
              e.modification_order().has(e.node(r).source, known)) {
            return false;
          }
        }
      }
    }
  }
  return true;
}

}  // namespace hb::checker
