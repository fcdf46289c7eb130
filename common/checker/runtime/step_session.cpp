#include "checker/runtime/step_session.hpp"

#include <unistd.h>

#include <cerrno>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "checker/report/json.hpp"
#include "checker/report/program_symbols.hpp"
#include "checker/report/reasons.hpp"
#include "checker/report/replay_code.hpp"
#include "checker/runtime/shortest.hpp"
#include "checker/runtime/state.hpp"
#include "checker/runtime/stepped_execution.hpp"

namespace hb::checker {
namespace {

using nlohmann::ordered_json;

// Lines from one descriptor, lines to another.
class Line {
 public:
  Line(int input, int output) : input_(input), output_(output) {}

  // None when there are no more.
  std::optional<std::string> read() {
    for (;;) {
      const auto end = waiting_.find('\n');
      if (end != waiting_.npos) {
        std::string line = waiting_.substr(0, end);
        waiting_.erase(0, end + 1);
        return line;
      }
      char buffer[4096];
      const auto count = ::read(input_, buffer, sizeof buffer);
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) return std::nullopt;
      waiting_.append(buffer, static_cast<std::size_t>(count));
    }
  }

  void write(const ordered_json& object) const {
    const std::string text = json_line(object);
    std::size_t sent = 0;
    while (sent < text.size()) {
      const auto count =
          ::write(output_, text.data() + sent, text.size() - sent);
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) _exit(0);  // nobody is left to tell
      sent += static_cast<std::size_t>(count);
    }
  }

 private:
  const int input_;
  const int output_;
  std::string waiting_;
};

ordered_json answer(const char* event) {
  ordered_json object;
  object["schema"] = 1;
  object["event"] = event;
  return object;
}

class StepSession {
 public:
  StepSession(const Rerun& rerun, const RecordedExecution& frame)
      : rerun_(rerun),
        frame_(frame),
        symbols_("/proc/self/exe"),
        execution_(rerun.source, rerun.settings, symbols_),
        line_(rerun.flags.step_input, rerun.flags.step_output) {}

  void run() {
    execution_.run();
    tell_state();
    while (const auto line = line_.read()) {
      if (line->find_first_not_of(" \t\r") == line->npos) continue;
      const ordered_json command = ordered_json::parse(*line, nullptr, false);
      if (!command.is_object()) {
        refuse("expected one JSON object a line");
      } else if (!obey(command)) {
        return;
      }
    }
  }

 private:
  // False if there is no more to do.
  bool obey(const ordered_json& command) {
    const std::string what = text_in(command, "do");
    if (what == "quit") return false;
    if (what == "state") {
      after_change("");
    } else if (what == "step") {
      after_change(execution_.step(
          number_in(command, "thread", -1),
          std::size_t(std::max(0, number_in(command, "choice", 0)))));
    } else if (what == "undo") {
      execution_.undo(number_in(command, "count", 1));
      after_change("");
    } else if (what == "replay") {
      replay(text_in(command, "code"));
    } else if (what == "code") {
      ordered_json object = answer("code");
      object["code"] = code();
      line_.write(object);
    } else if (what == "shortest") {
      tell_shortest(text_in(command, "from") == "here");
    } else {
      refuse(
          "expected \"do\": state, step, undo, replay, code, shortest or "
          "quit");
    }
    return true;
  }

  static std::string text_in(const ordered_json& command, const char* key) {
    const auto found = command.find(key);
    return found != command.end() && found->is_string()
               ? found->get<std::string>()
               : "";
  }
  static int number_in(const ordered_json& command, const char* key,
                       int otherwise) {
    const auto found = command.find(key);
    return found != command.end() && found->is_number_integer()
               ? found->get<int>()
               : otherwise;
  }

  void refuse(const std::string& why) const {
    ordered_json object = answer("error");
    object["message"] = why;
    line_.write(object);
  }

  void after_change(const std::string& refusal) {
    if (!refusal.empty()) return refuse(refusal);
    execution_.run();
    tell_state();
  }

  std::string code() const {
    return encode_replay(execution_.steps(), frame_.fingerprint);
  }

  void replay(const std::string& code) {
    const DecodedReplay decoded = decode_replay(code, frame_.fingerprint);
    after_change(decoded.refusal.empty() ? execution_.replace(decoded.steps)
                                         : decoded.refusal);
  }

  // How the execution goes wrong, which is over; none if it does not. `one`:
  // the same, run to its end.
  std::optional<RecordedFailure> failure_of(const SteppedExecution& execution,
                                            RecordedExecution& one) const {
    one = frame_;
    one.counts.executions = one.counts.failing = 1;
    one.counts.is_replay = true;
    const RecordedExecution frame = one;
    const std::uintptr_t guess = exploring().failed_address;
    one = record(rerun_, frame, execution.events(), guess);
    if (one.failure && one.failure->address != guess) {
      one = record(rerun_, frame, execution.events(), one.failure->address);
    }
    return one.failure;
  }

  ordered_json state_of(SteppedExecution& execution) const {
    RecordedExecution to_the_end;
    std::optional<RecordedFailure> failure;
    if (execution.is_over()) {
      failure = failure_of(execution, to_the_end);
      execution.run(exploring().failed_address);
    }
    RecordedExecution recorded = execution.take_recorded();
    recorded.test = frame_.test;
    recorded.counts = to_the_end.counts;
    recorded.failure = failure;
    const Story story(std::move(recorded), symbols_, Telling::stepped);
    ordered_json object = answer("state");
    object["test"] = frame_.test.test;
    object.update(json_state(story, execution.threads()));
    object["moves"] = ordered_json::array();
    for (const SteppedExecution::Move& move : execution.moves()) {
      object["moves"].push_back({move.thread, move.choice});
    }
    object["code"] = code_of(execution);
    object["over"] = execution.is_over();
    object["finding"] = nullptr;
    if (!failure) return object;
    // The report tells it in the order that explains it best; what is said
    // beside the steps must count these steps.
    ordered_json finding = ordered_json::parse(
        json_verdict(Story(std::move(to_the_end), symbols_), std::nullopt));
    finding["message"] = summary(story);
    finding["why"] = causes(story);
    finding["steps"] = object["steps"];
    object["finding"] = std::move(finding);
    return object;
  }

  std::string code_of(const SteppedExecution& execution) const {
    return encode_replay(execution.steps(), frame_.fingerprint);
  }

  void tell_state() {
    const ordered_json object = state_of(execution_);
    if (!exploring().refusal.empty()) {
      refuse("it cannot be judged: " + exploring().refusal);
      _exit(kInconclusive);
    }
    line_.write(object);
  }

  // The state that other steps lead to.
  ordered_json state_along(const std::vector<ReplayStep>& steps) const {
    SteppedExecution other(rerun_.source, rerun_.settings, symbols_);
    other.replace(steps);
    other.run();
    return state_of(other);
  }

  void tell_shortest(bool from_here) {
    const Shortest found =
        find_shortest(rerun_.source, rerun_.settings,
                      from_here ? execution_.events() : std::vector<Event>());
    ordered_json object = answer("shortest");
    object["from_here"] = from_here;
    object["executions"] = found.executions;
    object["complete"] = found.limit.empty();
    object["found"] = false;
    if (found.steps) {
      ordered_json state = state_along(*found.steps);
      // The same in the order that explains it best, without old values where
      // none are needed.
      if (!from_here && state["finding"].is_object()) {
        const DecodedReplay told = decode_replay(
            state["finding"]["replay"].get<std::string>(), frame_.fingerprint);
        ordered_json other = state_along(told.steps);
        if (other["finding"].is_object() &&
            other["finding"]["kind"] == state["finding"]["kind"] &&
            other["moves"].size() <= state["moves"].size()) {
          state = std::move(other);
        }
      }
      object["found"] = state["finding"].is_object();
      for (const char* key : {"moves", "code", "steps", "finding"}) {
        object[key] = state[key];
      }
    }
    line_.write(object);
  }

  static constexpr int kInconclusive = 4;

  const Rerun& rerun_;
  const RecordedExecution& frame_;
  const ProgramSymbols symbols_;
  SteppedExecution execution_;
  Line line_;
};

}  // namespace

void step_through(const Rerun& rerun, const RecordedExecution& frame) {
  StepSession(rerun, frame).run();
  _exit(0);
}

}  // namespace hb::checker
