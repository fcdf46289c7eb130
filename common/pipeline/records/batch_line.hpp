// Batches from one producer through several workers to one consumer, who gets
// them in the order of the producer.
//
//   producer:  while (Slot* slot = *line.take_empty(stop)) fill;
//   line.send(slot)
//              ... line.finish();
//   worker:    while (auto slot = line.take_work(stop)) work; line.done(*slot)
//   consumer:  while (auto slot = line.next(stop)) use((*slot)->batch);
//
// A batch is sent twice: to the workers, and to the consumer, who waits for its
// own sign that it is done. So order needs no sorting, and no lock is held
// while anybody reads, works or waits. The batches are made once and go round.
//
// Bounded: the producer waits in take_empty(), and nowhere else, while so many
// batches as the line may hold are with it, in the channel, with the workers,
// or done and not yet given out. The one that the consumer has is another one.
#pragma once

#include <cassert>
#include <cstddef>
#include <memory>
#include <stop_token>
#include <utility>
#include <vector>

#include "sync/channel.hpp"
#include "sync/outcome.hpp"

namespace hb::pipeline {

// Thread safety: one producer, one consumer, any number of workers. All calls
// have returned before it is destroyed. Each call is O(1); none allocates.
template <typename Batch>
class BatchLine {
  struct Done {};

 public:
  // Batch has a release(), which gives up what it holds of others.
  struct Slot {
    Batch batch;

   private:
    friend BatchLine;
    // From done() to next(): one value a round.
    sync::Channel<Done> done{1};
  };

  // REQUIRES: batches > 0.
  explicit BatchLine(std::size_t batches)
      : slots_(std::make_unique<Slot[]>(batches + 1)),
        empty_(batches),
        work_(batches),
        in_order_(batches),
        with_consumer_(&slots_[batches]) {
    assert(batches > 0);
    for (std::size_t n = 0; n < batches; ++n) empty_.send(&slots_[n]);
  }

  // Producer: a slot whose batch is as the consumer left it; or stopped.
  sync::Expected<Slot*> take_empty(std::stop_token stop) {
    return empty_.receive(std::move(stop));
  }

  // Producer: passes a slot from take_empty() on. Never waits: the channels
  // hold as many as there are to be had from there.
  void send(Slot* slot) {
    in_order_.send(slot);
    // The other end: take_work(). What was put into the batch happens before.
    work_.send(slot);
  }

  // Producer: nothing follows, and why: closed, or stopped if more would have.
  // What was sent is still worked on and given out.
  void finish(sync::Outcome why = sync::Outcome::closed) {
    // The other end: next(), which reads it once it has seen the close.
    end_ = why;
    work_.close();
    in_order_.close();
  }

  // Worker: closed, once nothing follows; or stopped.
  sync::Expected<Slot*> take_work(std::stop_token stop) {
    return work_.receive(std::move(stop));
  }

  // Worker: the other end is next(). Never waits: the slot's last sign has been
  // taken before the producer could have it again.
  void done(Slot* slot) { slot->done.send(Done{}); }

  // Consumer: the next batch, in exchange for the one before. Once nothing
  // follows: what finish() was told; or stopped.
  sync::Expected<Slot*> next(std::stop_token stop) {
    // WHY first: who waits for the producer must not keep what it waits for.
    with_consumer_->batch.release();
    if (awaited_ == nullptr) {
      auto slot = in_order_.receive(stop);
      if (slot.outcome() == sync::Outcome::closed) return end_;
      if (!slot) return slot.outcome();
      awaited_ = *slot;
    }
    const auto done = awaited_->done.receive(std::move(stop));
    if (!done) return done.outcome();
    empty_.send(with_consumer_);
    with_consumer_ = std::exchange(awaited_, nullptr);
    return with_consumer_;
  }

 private:
  const std::unique_ptr<Slot[]> slots_;
  sync::Channel<Slot*> empty_;     // from next() to take_empty()
  sync::Channel<Slot*> work_;      // from send() to take_work()
  sync::Channel<Slot*> in_order_;  // from send() to next()
  // Written before in_order_ closes, read after: needs no lock.
  sync::Outcome end_ = sync::Outcome::closed;
  Slot* with_consumer_;      // of the consumer; never null
  Slot* awaited_ = nullptr;  // of the consumer; stopped before it was done
};

}  // namespace hb::pipeline
