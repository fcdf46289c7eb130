#include "checker/graph/literal_execution.hpp"

#include <algorithm>

namespace hb::checker {

namespace {

bool is_second_half(const Event& e) {
  return e.kind == EventKind::write && e.is_update;
}

}  // namespace

LiteralExecution::LiteralExecution(const std::vector<Event>& events)
    : sequenced_before_(0),
      reads_from_(0),
      modification_order_(0),
      synchronizes_with_(0),
      happens_before_(0) {
  make_nodes(events);
  sequenced_before_ = reads_from_ = modification_order_ = synchronizes_with_ =
      happens_before_ = Relation(size());
  sequence();
  relate_accesses();
  synchronize();
  synchronize_threads();

  derive_happens_before();
}

void LiteralExecution::make_nodes(const std::vector<Event>& events) {
  node_of_.assign(events.size(), -1);
  for (std::size_t i = 0; i < events.size(); ++i) {
    const Event& e = events[i];
    if (is_second_half(e)) continue;
    node_of_[i] = size();
    Node node{};
    node.kind = e.kind;
    node.thread = e.thread;
    node.index = e.index;
    node.order = e.effective;
    node.is_object = is_object(e.operation);
    node.reads = e.kind == EventKind::read;
    node.writes = e.kind == EventKind::write || e.kind == EventKind::initial;
    node.view_only = e.view_only;
    node.location = node.reads || node.writes ? e.location : -1;
    node.source = -1;
    node.position = node.writes ? e.position : -1;
    node.other = e.other;
    nodes_.push_back(node);
  }
  merge_second_halves(events);
  for (std::size_t i = 0; i < events.size(); ++i) {
    const Event& e = events[i];
    if (e.kind != EventKind::read || e.reads_from < 0) continue;
    nodes_[std::size_t(node_of_[i])].source =
        node_of_[std::size_t(e.reads_from)];
  }
}

void LiteralExecution::merge_second_halves(const std::vector<Event>& events) {
  for (std::size_t i = 0; i < events.size(); ++i) {
    const Event& e = events[i];
    if (!is_second_half(e)) continue;
    for (int n = 0; n < size(); ++n) {
      Node& first = nodes_[std::size_t(n)];
      if (first.thread != e.thread || first.index != e.index - 1) continue;
      first.writes = true;
      first.position = e.position;
      node_of_[i] = n;
    }
  }
}

// [intro.execution]/8: the operations of one thread.
void LiteralExecution::sequence() {
  for (int a = 0; a < size(); ++a) {
    for (int b = 0; b < size(); ++b) {
      if (node(a).thread >= 0 && node(a).thread == node(b).thread &&
          node(a).index < node(b).index) {
        sequenced_before_.add(a, b);
      }
    }
  }
}

// [intro.races]/4: the modifications of one atomic object.
void LiteralExecution::relate_accesses() {
  for (int a = 0; a < size(); ++a) {
    if (node(a).source >= 0) reads_from_.add(node(a).source, a);
    if (!node(a).writes) continue;
    const auto location = std::size_t(node(a).location);
    if (effects_.size() <= location) effects_.resize(location + 1);
    effects_[location].push_back(a);
  }
  for (auto& effects : effects_) {
    std::sort(effects.begin(), effects.end(), [&](int a, int b) {
      return node(a).position < node(b).position;
    });
    for (std::size_t a = 0; a < effects.size(); ++a) {
      for (std::size_t b = a + 1; b < effects.size(); ++b) {
        modification_order_.add(effects[a], effects[b]);
      }
    }
  }
}

// [intro.races]/5: `head`, and every update that follows it in modification
// order with nothing but updates in between.
bool LiteralExecution::heads_release_sequence_read_by(int head,
                                                      int read) const {
  const auto& effects = effects_[std::size_t(node(head).location)];
  auto member = std::find(effects.begin(), effects.end(), head);
  while (*member != node(read).source) {
    ++member;
    if (member == effects.end() || !node(*member).reads) return false;
  }
  return true;
}

std::vector<int> LiteralExecution::fences_before(int access) const {
  std::vector<int> found;
  for (int f = 0; f < size(); ++f) {
    if (node(f).kind == EventKind::fence && releases(node(f).order) &&
        sequenced_before_.has(f, access)) {
      found.push_back(f);
    }
  }
  return found;
}

std::vector<int> LiteralExecution::fences_after(int access) const {
  std::vector<int> found;
  for (int f = 0; f < size(); ++f) {
    if (node(f).kind == EventKind::fence && acquires(node(f).order) &&
        sequenced_before_.has(access, f)) {
      found.push_back(f);
    }
  }
  return found;
}

// [atomics.order]/2 and [atomics.fences]/2 to 4. Fences work through atomic
// objects only; for a mutex this is [thread.mutex.requirements.mutex]/11.
void LiteralExecution::synchronize() {
  for (int x = 0; x < size(); ++x) {
    if (!node(x).writes || node(x).kind == EventKind::initial) continue;
    std::vector<int> releasing;
    if (!node(x).is_object) releasing = fences_before(x);
    if (releases(node(x).order)) releasing.push_back(x);
    if (releasing.empty()) continue;
    for (int y = 0; y < size(); ++y) {
      if (node(y).source < 0 || node(y).location != node(x).location ||
          !heads_release_sequence_read_by(x, y)) {
        continue;
      }
      std::vector<int> acquiring;
      if (!node(y).is_object) acquiring = fences_after(y);
      if (acquires(node(y).order)) acquiring.push_back(y);
      for (const int a : releasing) {
        for (const int b : acquiring) synchronizes_with_.add(a, b);
      }
    }
  }
}

// [thread.thread.constr]/6, [thread.thread.member]/4.
void LiteralExecution::synchronize_threads() {
  for (int a = 0; a < size(); ++a) {
    for (int b = 0; b < size(); ++b) {
      const bool begins = node(a).kind == EventKind::create &&
                          node(b).kind == EventKind::begin &&
                          node(a).other == node(b).thread;
      const bool joins = node(a).kind == EventKind::end &&
                         node(b).kind == EventKind::join &&
                         node(b).other == node(a).thread;
      if (begins || joins) synchronizes_with_.add(a, b);
    }
  }
}

// [intro.races]/10: without consume it is the closure of the two. What is there
// before the first event was initialized before any thread began.
void LiteralExecution::derive_happens_before() {
  happens_before_ = sequenced_before_;
  happens_before_ |= synchronizes_with_;
  for (int a = 0; a < size(); ++a) {
    if (node(a).kind != EventKind::initial) continue;
    for (int b = 0; b < size(); ++b) {
      if (node(b).kind != EventKind::initial) happens_before_.add(a, b);
    }
  }
  happens_before_ = happens_before_.closure();
}

// [intro.races]/12.
Relation LiteralExecution::strongly_happens_before() const {
  Relation direct = sequenced_before_;
  for (int a = 0; a < size(); ++a) {
    for (int b = 0; b < size(); ++b) {
      if (synchronizes_with_.has(a, b) && is_seq_cst_access(a) &&
          is_seq_cst_access(b)) {
        direct.add(a, b);
      }
    }
  }
  direct |= sequenced_before_ * happens_before_ * sequenced_before_;
  return direct.closure();
}

// [atomics.order]/3.
Relation LiteralExecution::coherence_ordered_before() const {
  Relation direct = reads_from_;
  direct |= modification_order_;
  for (int a = 0; a < size(); ++a) {
    if (node(a).source < 0) continue;
    for (int b = 0; b < size(); ++b) {
      if (a != b && modification_order_.has(node(a).source, b)) {
        direct.add(a, b);
      }
    }
  }
  return direct.closure();
}

bool LiteralExecution::is_seq_cst(int n) const {
  return node(n).order == Order::seq_cst && !node(n).is_object;
}

bool LiteralExecution::is_seq_cst_access(int n) const {
  return node(n).kind != EventKind::fence && is_seq_cst(n);
}

bool LiteralExecution::is_seq_cst_fence(int n) const {
  return node(n).kind == EventKind::fence && is_seq_cst(n);
}

}  // namespace hb::checker
