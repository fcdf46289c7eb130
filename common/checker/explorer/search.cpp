#include "checker/explorer/search.hpp"

#include <algorithm>
#include <utility>

#include "checker/graph/literal_axioms.hpp"

namespace hb::checker {

void Explorer::Search::begin() {
  result_ = Exploration();
  began_ = std::chrono::steady_clock::now();
  next_progress_ = began_ + std::chrono::milliseconds(50);
  limited_ = 0;
  work_.clear();
}

double Explorer::Search::seconds() const {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() -
                                       began_)
      .count();
}

Exploration Explorer::Search::explore(ExecutionObserver& observer) {
  begin();
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
  result_.seconds = seconds();
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
             seconds() > settings_.max_seconds) {
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
