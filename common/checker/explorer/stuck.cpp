// No thread can go on: the execution is complete, stuck for ever (a deadlock or
// a livelock), or an artefact whose continuation another graph explores.

#include <string>

#include "checker/explorer/search.hpp"

namespace hb::checker {

bool Explorer::Search::judge_end(Ending& ending) {
  bool all_ended = true;
  for (int t = 0; t < source_.thread_count(); ++t) {
    if (source_.request(t) != nullptr) all_ended = false;
  }
  if (all_ended) {
    ending = complete();
    return false;
  }
  ending = Ending::blocked;
  for (int t = 0; t < source_.thread_count(); ++t) {
    if (looked_too_late(t)) return false;
  }
  bool all_in_calls = true;
  bool one_in_a_call = false;
  if (!all_wait_for_ever(all_in_calls, one_in_a_call)) return false;
  if (settings_.idle_time && move_clock()) return true;
  if (gave_up_ || times_out_elsewhere()) {
    ending = Ending::cut;
    return false;
  }
  ending = Ending::rejected;
  if (graph_.end_of[0] != kNone) {
    fail(Kind::outlives, "the test has ended, and " + who_waits());
  } else if (all_in_calls) {
    fail(Kind::deadlock, "nothing can go on: " + who_waits());
  } else {
    fail(Kind::livelock, one_in_a_call
                             ? "nothing can go on: " + who_waits()
                             : "nothing can go on: a thread reads the same "
                               "values for ever");
  }
  return false;
}

Ending Explorer::Search::complete() {
  if (settings_.self_check && !literally_consistent()) return Ending::rejected;
  for (int t = 1; t < source_.thread_count() && !has_failed(); ++t) {
    if (outlives(t)) {
      fail(Kind::outlives, "a thread may still run when the test ends");
    }
  }
  if (!has_failed()) source_.finish();
  return has_failed() ? Ending::rejected : Ending::complete;
}

bool Explorer::Search::all_wait_for_ever(bool& all_in_calls,
                                         bool& one_in_a_call) const {
  for (int t = 0; t < source_.thread_count(); ++t) {
    if (!threads_[t].parked) continue;
    bool in_a_call = false;
    if (!waits_for_ever(t, in_a_call)) return false;
    all_in_calls = all_in_calls && in_a_call;
    one_in_a_call = one_in_a_call || in_a_call;
  }
  return true;
}

// True if nothing newer can come: what follows the source of `read` in mo are
// updates without effect, or nothing.
bool Explorer::Search::reads_newest(EventId id) const {
  const Event& read = graph_.event(id);
  EventId source = read.reads_from;
  if (read.is_update && graph_.write_half(read) != kNone) {
    source = graph_.write_half(read);
  }
  const auto& mo = graph_.writes[std::size_t(read.location)];
  for (std::size_t p = std::size_t(graph_.event(source).position) + 1;
       p < mo.size(); ++p) {
    const Event& newer = graph_.event(mo[p]);
    if (!newer.is_update || !newer.unchanged) return false;
  }
  return true;
}

bool Explorer::Search::waits_for_ever(int t, bool& in_a_call) const {
  const Thread& thread = threads_[t];
  const auto& own = graph_.of_thread[t];
  if (!thread.spins) {
    in_a_call = true;
    return reads_newest(own[std::size_t(thread.position - 1)]);
  }
  in_a_call = false;
  for (int p = thread.round; p < thread.position; ++p) {
    const EventId id = own[std::size_t(p)];
    if (graph_.event(id).kind == EventKind::read && !reads_newest(id)) {
      return false;
    }
  }
  return true;
}

// A timed wait always ends: the execution in which it does has been pushed, or
// the bound on time-outs cut it.
bool Explorer::Search::times_out_elsewhere() const {
  for (int t = 0; t < source_.thread_count(); ++t) {
    const Thread& thread = threads_[t];
    if (!thread.parked || thread.spins) continue;
    const EventId last = graph_.of_thread[t][std::size_t(thread.position - 1)];
    if (is_timed(graph_.event(last).operation)) return true;
  }
  return false;
}

// futex(2): to compare and to go to sleep are one step for whoever wakes. Here
// they are several, so a notification may come in between, and that is an
// artefact in two cases. The thread leaves, but it was notified, so another was
// not. Or it stays for a value that came only after it had entered: then it
// had to leave, and the notification was for another. Where it looks at the
// moment when it enters, neither happens, and that is explored as well.
bool Explorer::Search::looked_too_late(int t) const {
  const Request* request = source_.request(t);
  if (request == nullptr) return false;
  if (request->operation == Operation::wait_leave) return threads_[t].parked;
  if (threads_[t].parked || (request->operation != Operation::wait_sleep &&
                             request->operation != Operation::wait_timed_sleep))
    return false;
  const auto& own = graph_.of_thread[t];
  int entered = threads_[t].position - 1;
  for (; entered >= 0; --entered) {
    const Event& e = graph_.event(own[std::size_t(entered)]);
    if (e.operation == Operation::wait_enter) break;
  }
  for (int p = entered + 1; p < threads_[t].position; ++p) {
    const Event& look = graph_.event(own[std::size_t(p)]);
    if (look.view_only &&
        graph_.prefix[std::size_t(look.reads_from)].knows(t, entered)) {
      return true;
    }
  }
  return false;
}

std::string Explorer::Search::who_waits() const {
  std::string text;
  for (int t = 0; t < source_.thread_count(); ++t) {
    const Thread& thread = threads_[t];
    if (!thread.parked) continue;
    const EventId last = graph_.of_thread[t][std::size_t(thread.position - 1)];
    if (!text.empty()) text += ", ";
    text += t == 0 ? "the test" : "thread " + std::to_string(t);
    text += thread.spins ? std::string(" spins")
                         : std::string(" waits in ") +
                               name_of(graph_.event(last).operation);
  }
  return text;
}

// True if the test can end before the last operation of thread `t`. (A thread
// that is joined is known to its end; one that has said "done" by its last
// operation is known up to that.)
bool Explorer::Search::outlives(int t) const {
  const EventId end = graph_.end_of[t];
  const EventId end_of_test = graph_.end_of[0];
  if (end == kNone || end_of_test == kNone) return false;
  const Clock& known = graph_.prefix[std::size_t(end_of_test)];
  return known.known[t] < graph_.event(end).index;
}

}  // namespace hb::checker
