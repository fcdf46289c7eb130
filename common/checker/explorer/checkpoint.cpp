// Checkpoints: an alternative goes on from the newest saved execution whose
// events it shares, instead of from the beginning. The first events of a graph,
// in the order in which they were added, are the same in all graphs that were
// pushed later: a revisit takes away and adds behind its read only.

#include <algorithm>

#include "checker/explorer/search.hpp"

namespace hb::checker {

struct Explorer::Search::Checkpoint {
  EventId events;
  CheckpointPointer earlier;
  std::shared_ptr<const EventSource::Saved> source;
  std::vector<Thread> threads;
  std::vector<EventId> order;
  std::vector<std::int64_t> times;
  std::vector<EventId> in_memory;
  bool gave_up;
};

// Saves the running execution, in which all events of graph_ have happened and
// the next is about to be added. Does nothing soon after the last time.
void Explorer::Search::take_checkpoint() {
  const EventId events = EventId(graph_.events.size());
  const EventId last = checkpoint_ == nullptr ? 0 : checkpoint_->events;
  // A sample has no alternatives that could go on from here.
  if (samples() || settings_.checkpoint_every == 0 ||
      events < last + settings_.checkpoint_every) {
    return;
  }
  auto saved = source_.save();
  if (saved == nullptr) return;
  auto checkpoint = std::make_shared<Checkpoint>();
  checkpoint->events = events;
  checkpoint->earlier = checkpoint_;
  checkpoint->source = std::move(saved);
  checkpoint->threads.assign(threads_, threads_ + source_.thread_count());
  // The read that is being added is not part of it, nor what was arranged for
  // the next reads of this one execution.
  for (Thread& thread : checkpoint->threads) {
    thread.oldest_source = 0;
    std::erase_if(thread.visits, [&](const Visit& visit) {
      return visit.position >= thread.position;
    });
  }
  checkpoint->order = order_;
  times_.resize(graph_.events.size());
  checkpoint->times = times_;
  checkpoint->in_memory = in_memory_;
  checkpoint->gave_up = gave_up_;
  checkpoint_ = std::move(checkpoint);
}

Explorer::Search::CheckpointPointer Explorer::Search::checkpoint_before(
    EventId event) const {
  CheckpointPointer checkpoint = checkpoint_;
  while (checkpoint != nullptr && checkpoint->events > event) {
    checkpoint = checkpoint->earlier;
  }
  return checkpoint;
}

void Explorer::Search::compute_clocks_before(const Checkpoint& checkpoint) {
  ThreadClocks clocks[kMaxThreads];
  for (const EventId id : checkpoint.order) {
    const int thread = graph_.event(id).thread;
    graph_.compute_clocks(id, clocks[thread]);
    graph_.advance(clocks[thread], id);
  }
}

void Explorer::Search::go_back_to(const CheckpointPointer& checkpoint) {
  source_.restore(*checkpoint->source);
  std::copy(checkpoint->threads.begin(), checkpoint->threads.end(), threads_);
  order_ = checkpoint->order;
  times_.assign(checkpoint->times.begin(), checkpoint->times.end());
  times_.resize(graph_.events.size());
  in_memory_ = checkpoint->in_memory;
  in_memory_.resize(std::size_t(source_.location_count()), kNone);
  gave_up_ = checkpoint->gave_up;
  for (EventId id = 0; id < checkpoint->events; ++id) {
    executed_[std::size_t(id)] = 1;
  }
}

}  // namespace hb::checker
