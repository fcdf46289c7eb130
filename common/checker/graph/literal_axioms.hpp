// The axioms of C++20 word for word: what the clocks of ExecutionGraph are held
// against (Settings::self_check, the oracle).
//
// Clauses are those of N4861, the last draft of C++20. Two rules are this
// project's: no load buffering, and what a waiter sees of its notifiers.
#pragma once

#include "checker/graph/execution_graph.hpp"
#include "checker/graph/literal_execution.hpp"

namespace hb::checker {

// True if C++20 allows the execution: all of the axioms below. Uses nothing of
// `graph` but its events.
bool literally_consistent(const ExecutionGraph& graph);
bool literally_consistent(const LiteralExecution& execution);

// The axioms, in the order of the standard.
bool happens_before_has_no_cycle(const LiteralExecution& e);
bool reads_no_later_side_effect(const LiteralExecution& e);
bool write_write_coherent(const LiteralExecution& e);
bool read_read_coherent(const LiteralExecution& e);
bool read_write_coherent(const LiteralExecution& e);
bool write_read_coherent(const LiteralExecution& e);
bool has_total_order_of_seq_cst(const LiteralExecution& e);
bool updates_read_the_last_value(const LiteralExecution& e);
bool has_no_load_buffering(const LiteralExecution& e);
bool waiters_see_their_notifiers(const LiteralExecution& e);

}  // namespace hb::checker
