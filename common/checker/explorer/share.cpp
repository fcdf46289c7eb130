// Several processes, one work list.

#include <sstream>

#include "checker/explorer/search.hpp"

namespace hb::checker {

// Gives every second graph to a child, if a core is free.
void Explorer::Search::split_work(ExecutionObserver& observer) {
  if (work_.size() < 2) return;
  const Team::Role role = team_.fork_if_free();
  if (role == Team::Role::alone) return;
  const bool is_child = role == Team::Role::child;
  std::vector<Work> kept;
  for (std::size_t i = 0; i < work_.size(); ++i) {
    if ((i % 2 == 0) == is_child) kept.push_back(std::move(work_[i]));
  }
  work_ = std::move(kept);
  if (!is_child) return;
  result_ = Exploration();
  limited_ = 0;
  observer.forget();
}

std::string Explorer::Search::saved(const ExecutionObserver& observer) const {
  std::ostringstream text;
  const Exploration& r = result_;
  text << r.complete << ' ' << r.rejected << ' ' << r.blocked << ' ' << r.cut
       << ' ' << r.redundant << ' ' << r.inconsistent << ' ' << r.replays << ' '
       << r.largest << ' ' << r.share << ' ' << limited_ << ' ' << r.stopped
       << ' ' << r.reduced << '\n'
       << r.limit << '\n'
       << observer.save();
  return text.str();
}

void Explorer::Search::merge(const std::string& saved_text,
                             ExecutionObserver& observer) {
  std::istringstream text(saved_text);
  Exploration theirs;
  std::int64_t limited = 0;
  text >> theirs.complete >> theirs.rejected >> theirs.blocked >> theirs.cut >>
      theirs.redundant >> theirs.inconsistent >> theirs.replays >>
      theirs.largest >> theirs.share >> limited >> theirs.stopped >>
      theirs.reduced;
  text.ignore();
  std::getline(text, theirs.limit);
  result_.complete += theirs.complete;
  result_.rejected += theirs.rejected;
  result_.blocked += theirs.blocked;
  result_.cut += theirs.cut;
  result_.redundant += theirs.redundant;
  result_.inconsistent += theirs.inconsistent;
  result_.replays += theirs.replays;
  result_.executions = result_.complete + result_.rejected;
  result_.largest = std::max(result_.largest, theirs.largest);
  result_.share += theirs.share;
  result_.stopped = result_.stopped || theirs.stopped;
  result_.reduced = result_.reduced || theirs.reduced;
  limited_ += limited;
  if (result_.limit.empty()) result_.limit = theirs.limit;
  observer.merge(saved_text.substr(std::size_t(text.tellg())));
}

}  // namespace hb::checker
