// The relations that C++20 derives from an execution, word for word and from
// scratch.
//
// Clauses are those of N4861, the last draft of C++20. Speed does not matter
// here; being easy to compare with the standard does.
#pragma once

#include <cstdint>
#include <vector>

#include "checker/graph/event.hpp"
#include "checker/graph/execution_graph.hpp"
#include "checker/graph/relation.hpp"

namespace hb::checker {

class LiteralExecution {
 public:
  // To the standard an update is one operation, so its two events are one node.
  struct Node {
    EventKind kind;
    std::int8_t thread;
    int index;
    Order order;     // as performed: a failed compare_exchange's own
    bool is_object;  // of a mutex and the like, not of an atomic object
    bool reads = false;
    bool writes = false;
    bool view_only = false;
    int location = -1;
    int source = -1;    // the node whose value it reads
    int position = -1;  // of its side effect, in modification order
    int other = -1;     // the thread it creates or joins
  };

  explicit LiteralExecution(const std::vector<Event>& events);

  int size() const { return int(nodes_.size()); }
  const Node& node(int i) const { return nodes_[std::size_t(i)]; }
  int node_of(EventId event) const { return node_of_[std::size_t(event)]; }

  const Relation& sequenced_before() const { return sequenced_before_; }
  const Relation& reads_from() const { return reads_from_; }
  const Relation& modification_order() const { return modification_order_; }
  const Relation& synchronizes_with() const { return synchronizes_with_; }
  const Relation& happens_before() const { return happens_before_; }
  Relation strongly_happens_before() const;
  Relation coherence_ordered_before() const;

  bool is_seq_cst(int node) const;
  bool is_seq_cst_access(int node) const;
  bool is_seq_cst_fence(int node) const;

 private:
  void make_nodes(const std::vector<Event>& events);
  void merge_second_halves(const std::vector<Event>& events);
  void sequence();
  void relate_accesses();
  void synchronize();
  void synchronize_threads();
  void derive_happens_before();
  bool heads_release_sequence_read_by(int head, int read) const;
  std::vector<int> fences_before(int access) const;
  std::vector<int> fences_after(int access) const;

  std::vector<Node> nodes_;
  std::vector<int> node_of_;               // per event
  std::vector<std::vector<int>> effects_;  // a location's, in mo
  Relation sequenced_before_;
  Relation reads_from_;
  Relation modification_order_;
  Relation synchronizes_with_;
  Relation happens_before_;
};

}  // namespace hb::checker
