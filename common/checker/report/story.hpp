// A recorded execution as people read it: numbered steps with names, lines, and
// where each value came from. Every form of a report is made from this.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "checker/report/names.hpp"
#include "checker/report/place.hpp"
#include "checker/report/recorded_execution.hpp"
#include "checker/report/relations.hpp"
#include "checker/report/symbols.hpp"

namespace hb::checker {

struct Step {
  int number = 0;  // from 1
  int thread = 0;
  int item = -1;          // in Relations
  std::string operation;  // "load", "write", "lock", "start"
  std::string object;     // "tail_"; empty for a fence
  std::string value;      // "-> 0", "= 1", "0 -> 1"; empty for plain accesses
  std::string note;       // "woken", "waits for ever"
  std::string order;      // "relaxed"; empty where it has none

  // Where the value came from.
  enum class From { nothing, initial, step, left_out } from = From::nothing;
  int from_step = 0;
  int newer_step = 0;  // of a stale read: the newest store it did not see

  bool is_racing = false;
  bool is_wrong = false;  // what the verdict is about
  bool is_blocked = false;
  Place place;

  bool is_stale() const { return newer_step != 0; }
  // "load tail_ -> 0"
  std::string what() const;
  // "[from 3, stale]"; empty if the value came from nowhere
  std::string source() const;
};

// explained: a report: the events in the order that explains them best (see
// linear_order.hpp), without what matters least.
// stepped: step mode: as they were executed, each that somebody decided about.
enum class Telling : std::uint8_t { explained, stepped };

// Of no interest to whoever steps through a test: it happens as soon as it can.
bool happens_by_itself(const Event& event, const CallStack& stack,
                       const Symbols& symbols);

class Story {
 public:
  static constexpr int kMostSteps = 40;

  // REQUIRES: `symbols` outlives this object.
  Story(RecordedExecution execution, const Symbols& symbols,
        Telling telling = Telling::explained);
  Story(const Story&) = delete;
  Story& operator=(const Story&) = delete;

  const RecordedExecution& execution() const { return execution_; }
  const Symbols& symbols() const { return symbols_; }
  const Relations& relations() const { return relations_; }
  const Names& names() const { return names_; }
  const std::vector<Step>& steps() const { return steps_; }
  int left_out() const { return left_out_; }

  const std::string& thread(int number) const {
    return threads_[std::size_t(number)];
  }
  // The step of an item; null if it is not shown.
  const Step* step_of(int item) const;
  // The last step of a thread; null if it has none.
  const Step* last_step_of(int thread) const;

  // "step 3", or "an earlier step".
  std::string step_text(int item) const;
  // ":12" in the file that the steps are in, "test.cpp:12" in another.
  std::string line_text(const Place& place) const;
  // A value as people read it, a pointer by what it leads to.
  std::string value_of(std::uint64_t value, int size) const;

 private:
  // True if nothing could go on when the execution was over.
  bool is_stuck() const;
  void add_steps();
  // What is no event but belongs in the story, with its place in the order.
  std::vector<std::pair<int, Step>> steps_beside_events() const;
  void add_life_of_block(std::vector<std::pair<int, Step>>& beside) const;
  void add_what_stands(std::vector<std::pair<int, Step>>& beside) const;
  void add_failure(std::vector<std::pair<int, Step>>& beside) const;
  void mark_wrong_access(Step& step, const RecordedAccess& access) const;
  Step step_for(int item) const;
  void describe_event(Step& step, const Event& event) const;
  void describe_object(Step& step, const Event& event) const;
  bool is_folded(int item) const;
  bool is_bookkeeping(int item) const;
  void drop_what_matters_least();
  void number_steps();
  void find_sources();
  void mark_racing_event();
  void mark_wrong_unlock();
  void hide_orders_that_never_differ();
  void find_home_file();
  int newest_unseen(int item) const;

  const Telling telling_;
  const RecordedExecution execution_;
  const Symbols& symbols_;
  Relations relations_;
  Names names_;
  std::vector<std::string> threads_;
  std::vector<Step> steps_;
  std::vector<int> step_of_item_;  // index in steps_; -1: not shown
  std::string home_file_;
  int left_out_ = 0;
};

}  // namespace hb::checker
