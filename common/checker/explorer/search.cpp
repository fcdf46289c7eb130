#include "checker/explorer/search.hpp"

#include <algorithm>
#include <utility>

#include "checker/graph/literal_axioms.hpp"

namespace hb::checker {

namespace {

double seconds_since(std::chrono::steady_clock::time_point began) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - began)
      .count();
}

}  // namespace

Exploration Explorer::Search::explore(ExecutionObserver& observer) {
  result_ = Exploration();
  began_ = std::chrono::steady_clock::now();
  limited_ = 0;
  next_progress_ = began_ + std::chrono::milliseconds(50);
  work_.clear();
  work_.push_back({Graph(), 1, nullptr});
  team_.begin(settings_.processes);
  bool go_on = true;
  while (go_on && !work_.empty() && !limit_hit()) {
    graph_.events = std::move(work_.back().graph);
    checkpoint_ = std::move(work_.back().checkpoint);
    const double share = work_.back().share;
    work_.pop_back();
    const std::size_t first = work_.size();
    report(run(), observer, go_on);
    share_out(first, share);
    if ((result_.replays & 63) == 0) show_progress(observer);
  }
  if (!go_on) team_.stop();
  result_.stopped = !go_on;
  team_.finish([&](const std::string& text) { merge(text, observer); },
               [&] { return saved(observer); });
  if (result_.limit.empty() && limited_ > 0) {
    result_.limit =
        std::to_string(settings_.max_events) + " events in one execution";
  }
  result_.seconds = seconds_since(began_);
  return result_;
}

void Explorer::Search::replay(const std::vector<Event>& events,
                              ExecutionObserver& observer) {
  began_ = std::chrono::steady_clock::now();
  work_.clear();
  graph_.events = events;
  checkpoint_ = nullptr;
  bool go_on = true;
  report(run(), observer, go_on);
  work_.clear();
}

// Every graph pushed since `first` gets an equal part of `share`, and so does
// the execution that was just run.
void Explorer::Search::share_out(std::size_t first, double share) {
  const double part = share / double(work_.size() - first + 1);
  for (std::size_t i = first; i < work_.size(); ++i) work_[i].share = part;
  result_.share += part;
}

void Explorer::Search::show_progress(ExecutionObserver& observer) {
  const auto now = std::chrono::steady_clock::now();
  if (now < next_progress_) return;
  next_progress_ = now + std::chrono::milliseconds(100);
  observer.on_progress(result_.executions, result_.share);
  // Most explorations are over before another process would pay.
  if (settings_.processes > 1 && !samples()) split_work(observer);
}

bool Explorer::Search::limit_hit() {
  if (team_.stopped()) return true;
  if (result_.executions + team_.executions_of_others(result_.executions) >=
      settings_.max_executions) {
    result_.limit = std::to_string(settings_.max_executions) + " executions";
  } else if ((result_.replays & 63) == 63 &&
             seconds_since(began_) > settings_.max_seconds) {
    result_.limit =
        std::to_string(int(settings_.max_seconds + 0.5)) + " seconds";
  } else if (limited_ >= 1000) {
    return true;
  }
  return !result_.limit.empty();
}

void Explorer::Search::report(Ending ending, ExecutionObserver& observer,
                              bool& go_on) {
  result_.largest = std::max(result_.largest, int(graph_.events.size()));
  switch (ending) {
    case Ending::complete:
      ++result_.complete;
      break;
    case Ending::rejected:
      ++result_.rejected;
      break;
    case Ending::blocked:
      ++result_.blocked;
      break;
    case Ending::cut:
      ++result_.cut;
      break;
    case Ending::redundant:
      ++result_.redundant;
      break;
    case Ending::limited:
      ++limited_;
      break;
  }
  result_.executions = result_.complete + result_.rejected;
  go_on = observer.on_execution({ending, failure(), graph_, order_});
}

const Failure* Explorer::Search::failure() const {
  return own_failure_ ? own_failure_.get() : source_.failure();
}

void Explorer::Search::fail(Kind kind, std::string message) {
  if (has_failed()) return;
  own_failure_ = std::make_unique<Failure>(Failure{kind, std::move(message)});
}

// One replay of graph_, then its extension to the end.
Ending Explorer::Search::run() {
  prepare();
  if (!compute_all_clocks()) {
    ++result_.inconsistent;
    return Ending::redundant;
  }
  ++result_.replays;
  if (checkpoint_ != nullptr) {
    go_back_to(checkpoint_);
  } else {
    source_.start();
  }
  if (!replay_recorded()) return Ending::rejected;
  if (settings_.self_check && !literally_consistent()) return Ending::rejected;
  return go_to_the_end();
}

Ending Explorer::Search::go_to_the_end() {
  for (;;) {
    if (has_failed()) return Ending::rejected;
    if (int(graph_.events.size()) >= settings_.max_events) {
      return Ending::limited;
    }
    std::uint64_t state_hash = 0;
    bool redundant = false;
    const int thread = pick_thread(state_hash, redundant);
    if (redundant) return Ending::redundant;
    Ending ending = Ending::complete;
    if (thread < 0) {
      if (judge_end(ending)) continue;
      return ending;
    }
    if (!extend(thread, event_for(thread, state_hash), ending)) return ending;
  }
}

void Explorer::Search::prepare() {
  const int locations = source_.location_count();
  graph_.index(locations);
  spent_.count(graph_.events);
  order_.clear();
  executed_.assign(graph_.events.size(), 0);
  in_memory_.assign(std::size_t(locations), kNone);
  own_failure_.reset();
  gave_up_ = false;
  for (Thread& thread : threads_) {
    thread.clocks = ThreadClocks();
    thread.position = thread.oldest_source = 0;
    thread.parked = thread.spins = thread.owes_write = false;
    thread.timed_out = false;
    thread.visits.clear();
  }
}

// The clocks depend on the graph alone, and so does S: it is checked before any
// code of the test runs. A race found in an inconsistent graph would be false.
bool Explorer::Search::compute_all_clocks() {
  std::size_t left = 0;
  for (std::size_t i = 0; i < graph_.events.size(); ++i) {
    if (graph_.events[i].thread < 0) {
      executed_[i] = 1;
      graph_.happens_before[i] = graph_.released[i] = Clock();
      graph_.prefix[i] = graph_.notified[i] = Clock();
    } else {
      ++left;
    }
  }
  if (graph_.seq_cst_events < 2) {
    // What lies before a checkpoint is not executed again, and needs clocks.
    if (checkpoint_ != nullptr) compute_clocks_before(*checkpoint_);
    return true;
  }
  std::size_t position[kMaxThreads] = {};
  for (bool progress = true; progress && left > 0;) {
    progress = false;
    for (int t = 0; t < kMaxThreads; ++t) {
      const auto& own = graph_.of_thread[t];
      for (; position[t] < own.size(); ++position[t]) {
        const EventId id = own[position[t]];
        const EventId source = graph_.event(id).reads_from;
        if (source >= 0 && !executed_[std::size_t(source)]) break;
        const Event& e = graph_.event(id);
        if (e.kind == EventKind::idle) {
          Clock executed;
          for (int u = 0; u < kMaxThreads; ++u) {
            executed.known[u] = static_cast<std::int16_t>(position[u]);
          }
          if (!executed.includes(barrier_of(e))) break;
        }
        graph_.compute_clocks(id, threads_[t].clocks);
        graph_.advance(threads_[t].clocks, id);
        executed_[std::size_t(id)] = 1;
        progress = true;
        --left;
      }
    }
  }
  for (std::size_t i = 0; i < graph_.events.size(); ++i) {
    executed_[i] = graph_.events[i].thread < 0;
  }
  for (Thread& thread : threads_) thread.clocks = ThreadClocks();
  return seq_cst_.has_order(graph_);
}

// Executes what the graph holds, in an order that keeps sb and rf. Returns
// false if the execution was rejected on the way.
bool Explorer::Search::replay_recorded() {
  for (bool progress = true; progress && !has_failed();) {
    progress = false;
    for (int t = 0; t < source_.thread_count(); ++t) {
      Thread& thread = threads_[t];
      const auto& own = graph_.of_thread[t];
      while (!thread.parked && thread.position < int(own.size())) {
        const EventId id = own[std::size_t(thread.position)];
        const Event& e = graph_.event(id);
        if (e.reads_from >= 0 && !executed_[std::size_t(e.reads_from)]) break;
        if (e.kind == EventKind::idle && !happened(barrier_of(e))) break;
        const Request* request = source_.request(t);
        if (request == nullptr || !matches(e, *request)) {
          if (!has_failed()) {
            fail(Kind::nondeterministic,
                 "a second run of the same execution did something else: the "
                 "test depends on time, chance or an address");
          }
          return false;
        }
        if (e.kind == EventKind::read && may_repeat(e.operation)) {
          thread.visits.push_back({e.site, e.state_hash, thread.position});
        }
        execute(id);
        progress = true;
        if (has_failed()) return false;
      }
    }
  }
  return !has_failed();
}

bool Explorer::Search::matches(const Event& recorded,
                               const Request& request) const {
  if (threads_[recorded.thread].owes_write) {
    return recorded.kind == EventKind::write && recorded.is_update;
  }
  if (recorded.kind == EventKind::idle) {
    return request.kind == EventKind::idle || is_timed(request.operation);
  }
  if (recorded.kind != request.kind || recorded.site != request.site) {
    return false;
  }
  switch (recorded.kind) {
    case EventKind::read:
      return recorded.operation == request.operation &&
             recorded.location == request.location;
    case EventKind::write:
      return recorded.location == request.location;
    case EventKind::create:
    case EventKind::join:
      return recorded.other == request.other;
    default:
      return true;
  }
}

bool Explorer::Search::can_join(const Request& request) const {
  const EventId end = graph_.end_of[request.other];
  return end != kNone && executed_[std::size_t(end)];
}

// A thread that owes the write of an update, else the lowest that can go on;
// -1 if there is none.
int Explorer::Search::pick_thread(std::uint64_t& state_hash, bool& redundant) {
  const int count = source_.thread_count();
  const int random = samples() ? pick_random_thread() : -1;
  for (int t = 0; t < count; ++t) {
    if (threads_[t].owes_write && !threads_[t].parked) return t;
  }
  for (int t = 0; t < count; ++t) {
    Thread& thread = threads_[t];
    if (thread.parked || (samples() && t != random)) continue;
    const Request* request = source_.request(t);
    if (request == nullptr) continue;
    if (request->kind == EventKind::give_up) {
      gave_up_ = true;
      continue;
    }
    if (request->kind == EventKind::idle) continue;  // see idle.cpp
    if (request->kind == EventKind::join && !can_join(*request)) continue;
    if (request->kind != EventKind::read) return t;
    if (!may_repeat(request->operation)) return t;

    state_hash = source_.state_hash(t);
    const auto again = std::find_if(
        thread.visits.begin(), thread.visits.end(), [&](const Visit& visit) {
          return visit.state_hash == state_hash && visit.site == request->site;
        });
    if (again == thread.visits.end()) {
      thread.visits.push_back({request->site, state_hash, thread.position});
      return t;
    }
    // A round that only a spurious failure kept alive: the execution without
    // the failure is explored anyway.
    for (int p = again->position; p < thread.position; ++p) {
      if (is_spurious(graph_.event(graph_.of_thread[t][std::size_t(p)]))) {
        redundant = true;
        return -1;
      }
    }
    thread.parked = thread.spins = true;
    thread.round = again->position;
    thread.spin_site = request->site;
    thread.spin_hash = state_hash;
    if (!samples()) continue;
    bool in_a_call = false;
    if (waits_for_ever(t, in_a_call)) return pick_thread(state_hash, redundant);
    look_again(t);
    return t;
  }
  return -1;
}

Event Explorer::Search::event_for(int thread, std::uint64_t state_hash) {
  const Request& request = *source_.request(thread);
  Event e;
  e.thread = static_cast<std::int8_t>(thread);
  e.index = static_cast<std::int16_t>(threads_[thread].position);
  e.site = request.site;
  e.operation = request.operation;
  e.size = request.size;
  e.location = request.location;
  e.order = e.effective = request.order;
  if (threads_[thread].owes_write) {
    const Event& read = graph_.event(graph_.read_half(e));
    e.kind = EventKind::write;
    e.is_update = true;
    e.effective = read.effective;
    e.value_written = read.value_written;
    e.unchanged = read.unchanged;
    e.operand = read.operand;
    return e;
  }
  e.kind = request.kind;
  e.failure_order = request.failure_order;
  e.other = request.other;
  e.operand = request.operand;
  e.operand2 = request.operand2;
  e.view_only = request.view_only;
  if (e.kind == EventKind::read) {
    e.state_hash = state_hash;
    e.reduced = is_reducible(request);
    result_.reduced = result_.reduced || e.reduced;
  }
  if (e.kind == EventKind::write) {
    const int bits = 8 * e.size;
    e.value_written =
        bits >= 64 ? e.operand : e.operand & ((std::uint64_t{1} << bits) - 1);
  }
  return e;
}

// Adds the next event of a thread and executes it. Returns false if the
// execution ends here.
bool Explorer::Search::extend(int thread, const Event& added, Ending& ending) {
  Event e = added;
  switch (e.kind) {
    case EventKind::begin:
      e.reads_from = graph_.create_of[thread];
      break;
    case EventKind::join:
      e.reads_from = graph_.end_of[e.other];
      break;
    case EventKind::choice:
      take_checkpoint();
      if (samples()) {
        e.choice = static_cast<std::uint8_t>((*random_)() % e.operand);
        if (!spent_.affords(e, settings_)) e.choice = 0;
        spent_.add(e);
      } else {
        add_choice(e);
      }
      break;
    case EventKind::read: {
      ensure_initial(e.location, e.size);
      take_checkpoint();
      if (samples()) {
        add_random_read(thread, e);
        return execute_if_consistent(ending);
      }
      add_read(thread, e);
      execute(EventId(graph_.events.size() - 1));
      return true;
    }
    case EventKind::write: {
      ensure_initial(e.location, e.size);
      take_checkpoint();
      EventId id = graph_.add(e);
      graph_.compute_clocks(id, threads_[thread].clocks);
      if (samples()) {
        ending = Ending::redundant;
        if (!add_random_write(id)) return false;
        wake_all(id);
        return execute_if_consistent(ending);
      }
      const std::vector<EventId> waiting = parked_on(id);
      if (!add_write(id, true, waiting)) {
        ending = Ending::redundant;
        return false;
      }
      const bool newest = graph_.newest_write(e.location) == id;
      if (newest && !waiting.empty()) {
        unpark(waiting, graph_.event(id).position);
        id = EventId(graph_.events.size() - 1);
      }
      if (e.is_update && !newest && !seq_cst_.has_order(graph_)) {
        ending = Ending::redundant;
        return false;
      }
      execute(id);
      return true;
    }
    default:
      break;
  }
  const EventId id = graph_.add(e);
  if (samples()) return execute_if_consistent(ending);
  execute(id);
  return true;
}

void Explorer::Search::execute(EventId id) {
  if (executed_.size() < graph_.events.size()) {
    executed_.resize(graph_.events.size(), 0);
  }
  if (times_.size() < graph_.events.size()) times_.resize(graph_.events.size());
  const Event& e = graph_.event(id);
  Thread& thread = threads_[e.thread];
  order_.push_back(id);
  executed_[std::size_t(id)] = 1;
  graph_.compute_clocks(id, thread.clocks);
  thread.acquirable_before = thread.clocks.acquirable;
  graph_.advance(thread.clocks, id);
  ++thread.position;
  // Time flows along whatever tells a thread something.
  if (e.reads_from >= 0) {
    const Event& source = graph_.event(e.reads_from);
    if (source.thread >= 0 && source.thread != e.thread &&
        graph_.known(thread.clocks.happens_before, e.reads_from)) {
      source_.advance_time(e.thread, times_[std::size_t(e.reads_from)]);
    }
  }
  times_[std::size_t(id)] = source_.time_of(e.thread);
  if (e.kind == EventKind::write) return execute_write(id);

  source_.perform(e, false, thread.clocks.happens_before);
  if (has_failed()) return;
  if (e.kind == EventKind::read) {
    thread.timed_out = false;
    if (e.blocked) {
      thread.parked = true;
      if (e.operation == Operation::mutex_lock &&
          (e.value_read & 255) == std::uint64_t(e.thread) + 1) {
        fail(Kind::deadlock, "a thread locks a mutex that it already holds");
      }
      return;
    }
    if (e.is_update) {
      thread.owes_write = true;  // the request stays until that is executed
      return;
    }
  }
  if (e.kind == EventKind::end) return;
  if (e.kind == EventKind::idle) {
    thread.visits.clear();
    for (int t = 0; t < source_.thread_count(); ++t) {
      source_.advance_time(t, std::int64_t(e.operand2));
    }
    const Request* request = source_.request(e.thread);
    // A timed operation: it happens next, and times out.
    if (request != nullptr && request->kind != EventKind::idle) {
      thread.timed_out = true;
      return;
    }
  }
  if (e.kind == EventKind::create) thread.visits.clear();
  source_.resume(e.thread, e.kind == EventKind::choice ? e.choice : e.result,
                 e.value_read);
}

void Explorer::Search::execute_write(EventId id) {
  const Event e = graph_.event(id);
  Thread& thread = threads_[e.thread];
  const std::size_t location = std::size_t(e.location);
  if (in_memory_.size() <= location) in_memory_.resize(location + 1, kNone);
  const EventId held = in_memory_[location];
  const bool newest =
      held == kNone || graph_.event(held).position <= e.position;
  if (newest) in_memory_[location] = id;
  source_.perform(e, newest, thread.clocks.happens_before);
  if (has_failed()) return;
  std::uint64_t result = 0;
  std::uint64_t value_read = 0;
  bool unchanged = false;
  if (e.is_update) {
    const Event& read = graph_.event(graph_.read_half(e));
    result = read.result;
    value_read = read.value_read;
    unchanged = read.unchanged;
  }
  if (!unchanged) thread.visits.clear();
  thread.owes_write = false;
  source_.resume(e.thread, result, value_read);
}

bool Explorer::Search::literally_consistent() {
  if (checker::literally_consistent(graph_)) return true;
  fail(Kind::nondeterministic,
       "defect of the checker: a graph that the axioms reject was explored");
  return false;
}

Explorer::Explorer(EventSource& source, Settings settings)
    : search_(std::make_unique<Search>(source, settings)) {}
Explorer::~Explorer() = default;

Exploration Explorer::explore(ExecutionObserver& observer) {
  return search_->explore(observer);
}

Exploration Explorer::sample(ExecutionObserver& observer, std::uint64_t seed) {
  return search_->sample(observer, seed);
}

void Explorer::replay(const std::vector<Event>& events,
                      ExecutionObserver& observer) {
  search_->replay(events, observer);
}

}  // namespace hb::checker
