// Reductions: of executions that differ in nothing that a test can see, one is
// explored.
//
//   A notification that finds nobody waiting, and a sleeper that has been
//   woken, change nothing. As reads, they have no place in the modification
//   order of the condition variable. The sleeper reads the write that woke it;
//   the notification any write after which nobody waits: the newest stands for
//   all.
//
// With them off, counts are those of the literature. The oracle holds outcomes,
// races and deadlocks with reductions against those without.

#include "checker/explorer/search.hpp"

namespace hb::checker {

namespace {

bool is_notification(const Event& e) {
  return e.operation == Operation::notify_one ||
         e.operation == Operation::notify_all;
}

// A reduced read that has turned out to be one.
bool is_mere_read(const Event& e) {
  return e.reduced && !e.is_update && !e.blocked;
}

bool waits(const Event& write, int thread) {
  return (write.value_written >> thread & 1) != 0;
}

}  // namespace

bool Explorer::Search::is_reducible(const Request& request) const {
  return settings_.reductions && !samples() && request.operand2 == 1 &&
         (request.operation == Operation::wait_sleep ||
          request.operation == Operation::notify_one ||
          request.operation == Operation::notify_all);
}

// What the kept branch reads: the newest write, but a sleeper the one that woke
// it.
int Explorer::Search::kept_position(const Event& read, int oldest) const {
  const auto& mo = graph_.writes[std::size_t(read.location)];
  const int newest = int(mo.size()) - 1;
  if (!read.reduced || is_notification(read)) return newest;
  for (int p = std::max(oldest, 1); p <= newest; ++p) {
    if (!waits(graph_.event(mo[std::size_t(p)]), read.thread) &&
        waits(graph_.event(mo[std::size_t(p - 1)]), read.thread)) {
      return p;
    }
  }
  return newest;
}

// Is `read`, evaluated at `position`, an alternative of its own?
bool Explorer::Search::stands_for_others(const Event& read,
                                         int position) const {
  if (!is_mere_read(read)) return true;
  if (!is_notification(read)) return false;  // the kept branch is all there is
  const auto& mo = graph_.writes[std::size_t(read.location)];
  for (std::size_t p = std::size_t(position) + 1; p < mo.size(); ++p) {
    if (graph_.event(mo[p]).value_written == 0) return false;
  }
  return true;
}

// For the test of maximality: among the writes that were there, does `read`
// have what the kept branch would take, or something that is the same?
bool Explorer::Search::reads_like_newest(const Event& read, EventId id,
                                         const Clock& prefix) const {
  if (!is_mere_read(read)) return false;
  if (!is_notification(read)) return true;
  const auto& mo = graph_.writes[std::size_t(read.location)];
  for (std::size_t p = mo.size(); p-- > 0;) {
    if (mo[p] <= id || graph_.known(prefix, mo[p])) {
      return graph_.event(mo[p]).value_written == 0;
    }
  }
  return false;
}

// After a revisit: a sleeper that reads another write than the one that woke
// it, or a notification that again finds nobody.
bool Explorer::Search::is_needless_revisit(const Event& before,
                                           const Event& revisited,
                                           const Graph& graph) const {
  if (!is_mere_read(revisited)) return false;
  if (is_notification(revisited)) return is_mere_read(before);
  const Event& source = graph[std::size_t(revisited.reads_from)];
  for (const Event& e : graph) {
    if (e.location == source.location && e.position + 1 == source.position &&
        (e.kind == EventKind::write || e.kind == EventKind::initial)) {
      return !waits(e, revisited.thread);
    }
  }
  return false;
}

}  // namespace hb::checker
