// The order S of sequentially consistent operations, [atomics.order]/4.
#pragma once

#include "checker/graph/execution_graph.hpp"

namespace hb::checker {

// Holds the scratch memory between calls: checked once a graph.
class SeqCst {
 public:
  // True if the conditions on S leave it without a cycle. `graph` has its
  // clocks. Complexity: k^3 / 64 for k sequentially consistent operations,
  // plus events times fences.
  bool has_order(const ExecutionGraph& graph);

 private:
  using Row = std::vector<std::uint64_t>;

  void collect(const ExecutionGraph& graph);
  void order_by_happens_before(const ExecutionGraph& graph);
  void order_by_coherence(const ExecutionGraph& graph);
  void order_through_fences(const ExecutionGraph& graph);
  bool is_acyclic();
  bool synchronizes_directly(const ExecutionGraph& graph, EventId from,
                             EventId to) const;

  void clear(Row& row) const { row.assign(words_, 0); }
  static void set(Row& row, std::size_t i) {
    row[i / 64] |= std::uint64_t{1} << (i % 64);
  }
  static bool test(const Row& row, std::size_t i) {
    return (row[i / 64] >> (i % 64) & 1) != 0;
  }

  std::vector<EventId> operations_;  // one for each seq_cst operation
  std::vector<std::size_t> fences_;  // which of them are fences
  std::vector<Row> before_;          // the relation, by number in operations_
  std::vector<Row> fences_before_, fences_after_;  // of an access, with itself
  std::vector<int> number_;  // of an event in operations_, or -1
  std::size_t words_ = 0;
};

}  // namespace hb::checker
