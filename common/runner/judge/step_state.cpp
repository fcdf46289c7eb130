#include "runner/judge/step_state.hpp"

#include <nlohmann/json.hpp>

#include "runner/system/text.hpp"

namespace hb::runner {
namespace {

using nlohmann::json;

std::string string_in(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>()
                                                     : "";
}

json array_in(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_array() ? *found : json::array();
}

StepThread read_thread(const json& object) {
  StepThread thread;
  thread.number = object.value("thread", 0);
  thread.name = string_in(object, "name");
  thread.state = string_in(object, "state");
  thread.next = string_in(object, "next");
  thread.order = string_in(object, "order");
  thread.file = string_in(object, "file");
  thread.line = object.value("line", 0);
  thread.source = string_in(object, "source");
  thread.waits = string_in(object, "waits");
  thread.goes_round = object.value("goes_round", false);
  for (const json& choice : array_in(object, "choices")) {
    thread.choices.push_back({string_in(choice, "what"),
                              string_in(choice, "why"),
                              choice.value("newest", true)});
  }
  return thread;
}

StepDone read_done(const json& object) {
  StepDone done;
  done.thread = string_in(object, "thread");
  done.what = string_in(object, "what");
  done.note = string_in(object, "note");
  if (!done.note.empty() && done.what.ends_with(done.note)) {
    done.what =
        trimmed(done.what.substr(0, done.what.size() - done.note.size()));
  }
  done.order = string_in(object, "order");
  done.file = string_in(object, "file");
  done.line = object.value("line", 0);
  const auto from = object.find("from");
  if (from != object.end() && from->is_number_integer()) {
    const int step = from->get<int>();
    done.source = step == 0 ? "initial" : "from " + std::to_string(step);
    if (object.value("stale", false)) done.source += ", old";
  }
  return done;
}

StepFinding read_finding(const json& object) {
  StepFinding finding;
  if (!object.is_object()) return finding;
  finding.kind = string_in(object, "kind");
  finding.message = string_in(object, "message");
  for (const json& why : array_in(object, "why")) {
    if (why.is_string()) finding.why.push_back(why.get<std::string>());
  }
  finding.text = string_in(object, "text");
  finding.replay = string_in(object, "replay");
  return finding;
}

}  // namespace

const StepThread* StepState::thread(const std::string& name_or_number) const {
  for (const StepThread& one : threads) {
    if (one.name == name_or_number ||
        std::to_string(one.number) == name_or_number) {
      return &one;
    }
  }
  return nullptr;
}

StepState read_step_state(const json& line) {
  StepState state;
  state.test = string_in(line, "test");
  for (const json& thread : array_in(line, "threads")) {
    state.threads.push_back(read_thread(thread));
  }
  for (const json& step : array_in(line, "steps")) {
    state.done.push_back(read_done(step));
  }
  for (const json& move : array_in(line, "moves")) {
    if (!move.is_array() || move.size() != 2) continue;
    state.moves.push_back({move[0].get<int>(), move[1].get<int>()});
  }
  state.code = string_in(line, "code");
  state.over = line.value("over", false);
  const auto finding = line.find("finding");
  if (finding != line.end()) state.finding = read_finding(*finding);
  return state;
}

StepShortest read_step_shortest(const json& line) {
  StepShortest shortest;
  shortest.found = line.value("found", false);
  shortest.complete = line.value("complete", false);
  shortest.executions = line.value("executions", std::int64_t{0});
  shortest.state = read_step_state(line);
  return shortest;
}

}  // namespace hb::runner
