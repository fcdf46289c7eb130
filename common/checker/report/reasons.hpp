// Why an execution goes wrong, in sentences that a reader can check against its
// steps.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "checker/report/story.hpp"
#include "checker/report/what_if.hpp"

namespace hb::checker {

// One sentence: "data race on buffer_[0]: the write at ring.hpp:11 and the read
// at ring.hpp:15 are not ordered".
std::string summary(const Story& story);

// The answers to "why", each a sentence.
std::vector<std::string> causes(const Story& story);

// What hardware makes of it; empty where nothing true can be said.
std::string machine_note(const Story& story);

// --- for the parts of the above

// Of a data race.
std::vector<std::string> race_causes(const Story& story);
// Of a failed expectation, and of whatever else follows from a value.
std::vector<std::string> failure_causes(const Story& story);
// Of a deadlock or livelock: for each thread that stands, what it waits for.
std::vector<std::string> waiting_causes(const Story& story);
// Of defects in the use of the heap.
std::vector<std::string> heap_causes(const Story& story);
// Of wrong_unlock and outlives.
std::vector<std::string> other_causes(const Story& story);

// The two steps that race, in their order; null without a race.
struct RacingPair {
  const Step* first = nullptr;
  const Step* second = nullptr;
};
RacingPair racing_pair(const Story& story);

// "the store (:12) is relaxed": why a link does not synchronize.
std::string broken_link_text(const Story& story, const Link& link);

// What may happen for no reason, and did.
void add_spurious_steps(const Story& story, std::vector<std::string>& causes);
// Two threads that read the same value and then both write: one is lost.
void add_lost_update(const Story& story, std::vector<std::string>& causes);

// True if a thread waits for a lock that this one holds.
bool holds_what_others_need(const Story& story, int thread);

// The event that a thread waits in; null if it does not.
const RecordedEvent* blocked_event(const Story& story, int thread);

}  // namespace hb::checker
