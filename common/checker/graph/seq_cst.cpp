#include "checker/graph/seq_cst.hpp"

#include <algorithm>

namespace hb::checker {

namespace {

// An update is one operation: its second half, if there, ends it.
int last_index(const Event& e) {
  return e.kind == EventKind::read && e.is_update ? e.index + 1 : e.index;
}

// Where an access stands in its location's coherence order: a write at 2p, its
// readers after it. An update stands where its write does.
int coherence_key(const ExecutionGraph& graph, EventId id) {
  const Event& e = graph.event(id);
  if (e.kind != EventKind::read) return 2 * e.position;
  const EventId write = e.is_update ? graph.write_half(e) : kNone;
  if (write != kNone) return 2 * graph.event(write).position;
  return 2 * graph.event(e.reads_from).position + 1;
}

}  // namespace

bool SeqCst::has_order(const ExecutionGraph& graph) {
  if (graph.seq_cst_events < 2) return true;
  collect(graph);
  if (operations_.size() < 2) return true;
  order_by_happens_before(graph);
  if (fences_.empty()) {
    order_by_coherence(graph);
  } else {
    order_through_fences(graph);
  }
  return is_acyclic();
}

void SeqCst::collect(const ExecutionGraph& graph) {
  operations_.clear();
  fences_.clear();
  for (std::size_t i = 0; i < graph.events.size(); ++i) {
    const Event& e = graph.events[i];
    if (e.effective != Order::seq_cst) continue;
    if (e.kind == EventKind::fence) fences_.push_back(operations_.size());
    const bool second_half = e.kind == EventKind::write && e.is_update;
    if (!second_half) operations_.push_back(EventId(i));
  }
  words_ = (operations_.size() + 63) / 64;
  before_.resize(operations_.size());
  for (Row& row : before_) clear(row);
}

// strongly-happens-before among them: sb; hb; sb, or [SC]; sw; [SC].
void SeqCst::order_by_happens_before(const ExecutionGraph& graph) {
  for (std::size_t b = 0; b < operations_.size(); ++b) {
    const Event& to = graph.event(operations_[b]);
    const EventId previous = graph.before(to);
    const Clock* before_to = previous == kNone
                                 ? nullptr
                                 : &graph.happens_before[std::size_t(previous)];
    const Clock& at_to = graph.happens_before[std::size_t(operations_[b])];
    for (std::size_t a = 0; a < operations_.size(); ++a) {
      if (a == b) continue;
      const Event& from = graph.event(operations_[a]);
      const int last = last_index(from);
      if (from.thread == to.thread) {
        if (from.index < to.index) set(before_[a], b);
      } else if (before_to != nullptr &&
                 before_to->known[from.thread] > last + 1) {
        set(before_[a], b);
      } else if (to.kind == EventKind::read && from.kind != EventKind::fence &&
                 at_to.known[from.thread] > last &&
                 synchronizes_directly(graph, operations_[a], operations_[b])) {
        set(before_[a], b);
      }
    }
  }
}

// True if the read `to` takes its value from the release sequence of `from`.
bool SeqCst::synchronizes_directly(const ExecutionGraph& graph, EventId from,
                                   EventId to) const {
  const Event& source = graph.event(from);
  EventId head = from;
  if (source.kind == EventKind::read) {
    head = source.is_update ? graph.write_half(source) : kNone;
  }
  if (head == kNone) return false;
  EventId write = graph.event(to).reads_from;
  while (write >= 0) {
    if (write == head) return true;
    const Event& w = graph.event(write);
    if (w.kind != EventKind::write || !w.is_update) return false;
    write = graph.event(graph.read_half(w)).reads_from;
  }
  return false;
}

// Without fences, S holds coherence between operations on one location.
void SeqCst::order_by_coherence(const ExecutionGraph& graph) {
  for (std::size_t a = 0; a < operations_.size(); ++a) {
    for (std::size_t b = 0; b < operations_.size(); ++b) {
      if (a == b || graph.event(operations_[a]).location !=
                        graph.event(operations_[b]).location) {
        continue;
      }
      if (coherence_key(graph, operations_[a]) <
          coherence_key(graph, operations_[b])) {
        set(before_[a], b);
      }
    }
  }
}

// ([SC] | [Fsc]; hb); cob; ([SC] | hb; [Fsc]), location by location.
void SeqCst::order_through_fences(const ExecutionGraph& graph) {
  number_.assign(graph.events.size(), -1);
  for (std::size_t a = 0; a < operations_.size(); ++a) {
    number_[std::size_t(operations_[a])] = int(a);
  }
  fences_before_.resize(graph.events.size());
  fences_after_.resize(graph.events.size());
  std::vector<EventId> accesses;
  for (std::size_t location = 0; location < graph.writes.size(); ++location) {
    accesses.clear();
    for (const EventId write : graph.writes[location]) {
      if (!graph.event(write).is_update) accesses.push_back(write);
    }
    for (const EventId read : graph.reads[location]) accesses.push_back(read);
    // [atomics.order]/4 speaks of operations on atomic objects only.
    if (accesses.size() < 2 ||
        is_object(graph.event(accesses.back()).operation)) {
      continue;
    }
    for (const EventId id : accesses) {
      Row& before = fences_before_[std::size_t(id)];
      Row& after = fences_after_[std::size_t(id)];
      clear(before);
      clear(after);
      const Event& e = graph.event(id);
      if (e.thread < 0) continue;
      if (number_[std::size_t(id)] >= 0) {
        set(before, std::size_t(number_[std::size_t(id)]));
        set(after, std::size_t(number_[std::size_t(id)]));
      }
      const EventId write = e.kind == EventKind::read && e.is_update
                                ? graph.write_half(e)
                                : kNone;
      const Clock& known =
          graph.happens_before[std::size_t(write != kNone ? write : id)];
      for (const std::size_t f : fences_) {
        const EventId fence = operations_[f];
        if (graph.known(known, fence)) set(before, f);
        if (graph.known(graph.happens_before[std::size_t(fence)], id)) {
          set(after, f);
        }
      }
    }
    for (const EventId x : accesses) {
      const Row& from = fences_before_[std::size_t(x)];
      for (const EventId y : accesses) {
        if (x == y || coherence_key(graph, x) >= coherence_key(graph, y)) {
          continue;
        }
        const Row& to = fences_after_[std::size_t(y)];
        for (std::size_t a = 0; a < operations_.size(); ++a) {
          if (!test(from, a)) continue;
          for (std::size_t w = 0; w < words_; ++w) before_[a][w] |= to[w];
        }
      }
    }
  }
}

bool SeqCst::is_acyclic() {
  for (std::size_t middle = 0; middle < operations_.size(); ++middle) {
    for (Row& row : before_) {
      if (!test(row, middle)) continue;
      for (std::size_t w = 0; w < words_; ++w) row[w] |= before_[middle][w];
    }
  }
  for (std::size_t a = 0; a < operations_.size(); ++a) {
    if (test(before_[a], a)) return false;
  }
  return true;
}

}  // namespace hb::checker
