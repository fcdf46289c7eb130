#include "checker/litmus/program.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace hb::checker::litmus {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::uint8_t kAtomicSize = 4;  // as std::atomic<int>
constexpr std::uint8_t kObjectSize = 8;

std::string name_in_files(Order order) {
  switch (order) {
    case Order::plain:
      return "na";
    case Order::relaxed:
      return "rlx";
    case Order::consume:
    case Order::acquire:
      return "acq";
    case Order::release:
      return "rel";
    case Order::acq_rel:
      return "ar";
    case Order::seq_cst:
      return "sc";
  }
  return "";
}

class Writer {
 public:
  explicit Writer(const Program& program) : program_(program) {}

  Json thread(const Thread& thread) {
    return sequence(thread.code, 0, int(thread.code.size()));
  }

 private:
  Json sequence(const std::vector<Instruction>& code, int from, int to) {
    Json list = Json::array();
    for (int i = from; i < to; ++i) {
      const Instruction& at = code[std::size_t(i)];
      if (at.action != Action::branch) {
        list.push_back(operation(at));
        continue;
      }
      list.push_back(
          {"IF", target(at), at.value, sequence(code, i + 1, i + 1 + at.skip)});
      i += at.skip;
    }
    return list;
  }

  Json operation(const Instruction& at) {
    const std::string order = name_in_files(at.order);
    switch (at.action) {
      case Action::load:
        return {"R", target(at), location(at), order};
      case Action::store:
        return {"W", location(at), at.value, order};
      case Action::fence:
        return {"F", order};
      case Action::add:
        return {"A", target(at), location(at), at.value, order};
      case Action::exchange:
        return {"X", target(at), location(at), at.value, order};
      case Action::compare_exchange:
        return {"C",
                target(at),
                location(at),
                at.value,
                at.desired,
                order,
                name_in_files(at.failure_order)};
      case Action::lock:
        return {"LK", object(at, Sort::mutex)};
      case Action::unlock:
        return {"UL", object(at, Sort::mutex)};
      case Action::wait_enter:
        return {"ENTER", object(at, Sort::queue)};
      case Action::wait_sleep:
        return {"SLEEP", object(at, Sort::queue)};
      case Action::notify_one:
        return {"ONE", object(at, Sort::queue)};
      case Action::notify_all:
        return {"ALL", object(at, Sort::queue)};
      case Action::branch:
        break;
    }
    return nullptr;
  }

  static std::string target(const Instruction& at) {
    return "r" + std::to_string(at.target);
  }
  std::string location(const Instruction& at) {
    return program_.locations[std::size_t(at.location)].name;
  }
  int object(const Instruction& at, Sort sort) {
    const auto& all = program_.locations;
    return int(std::count_if(
        all.begin(), all.begin() + at.location,
        [&](const Location& other) { return other.sort == sort; }));
  }

  const Program& program_;
};

void add_registers(const Program& program, std::vector<Observable>& found) {
  for (std::size_t t = 0; t < program.threads.size(); ++t) {
    const std::string thread = std::to_string(t);
    for (const Instruction& at : program.threads[t].code) {
      if (at.target < 0 || at.action == Action::branch) continue;
      const std::string number = std::to_string(at.target);
      found.push_back({Observable::What::target, int(t), at.target,
                       thread + ":r" + number});
      if (at.action != Action::compare_exchange) continue;
      found.push_back({Observable::What::expected, int(t), at.target,
                       "e" + thread + "r" + number});
    }
  }
}

}  // namespace

std::vector<Observable> observables_of(const Program& program) {
  std::vector<Observable> found;
  add_registers(program, found);
  for (std::size_t l = 0; l < program.locations.size(); ++l) {
    const Location& location = program.locations[l];
    if (location.sort != Sort::atomic && location.sort != Sort::plain) continue;
    found.push_back({Observable::What::location, -1, int(l), location.name});
  }
  std::sort(found.begin(), found.end(),
            [](const auto& a, const auto& b) { return a.name < b.name; });
  found.erase(std::unique(found.begin(), found.end(),
                          [](const auto& a, const auto& b) {
                            return a.name == b.name;
                          }),
              found.end());
  if (!program.allowed.empty()) {
    std::erase_if(found, [&](const Observable& observable) {
      return !program.allowed.begin()->contains(observable.name);
    });
  }
  return found;
}

std::string to_string(const Outcome& outcome) {
  std::string text;
  for (const auto& [name, value] : outcome) {
    if (!text.empty()) text += ' ';
    text += name + '=' + std::to_string(value);
  }
  return text;
}

std::string to_json_line(const Program& program) {
  Json line;
  line["name"] = program.name;
  line["locations"] = Json::object();
  int mutexes = 0;
  int queues = 0;
  for (const Location& location : program.locations) {
    if (location.sort == Sort::mutex) {
      ++mutexes;
    } else if (location.sort == Sort::queue) {
      ++queues;
    } else {
      line["locations"][location.name] = {
          location.sort == Sort::atomic ? "at" : "na", location.initial};
    }
  }
  line["mutexes"] = mutexes;
  line["queues"] = queues;
  line["threads"] = Json::array();
  for (const Thread& thread : program.threads) {
    line["threads"].push_back(Writer(program).thread(thread));
  }
  if (program.states_outcomes) {
    line["allowed"] = Json::array();
    for (const Outcome& outcome : program.allowed) {
      line["allowed"].push_back(outcome);
    }
  }
  line["executions"] = program.executions;
  line["race"] = program.race;
  line["deadlock"] = program.deadlock;
  return line.dump();
}

bool is_event(const Program& program, const Instruction& instruction) {
  if (instruction.action == Action::branch) return false;
  return instruction.location < 0 ||
         program.locations[std::size_t(instruction.location)].sort !=
             Sort::plain;
}

Request request_of(const Instruction& instruction) {
  Request request;
  request.site = &instruction;
  request.location = std::int16_t(instruction.location);
  request.order = instruction.order;
  request.failure_order = instruction.failure_order;
  request.operand = std::uint64_t(instruction.value);
  request.size = kAtomicSize;
  const auto object = [&](Operation operation) {
    request.operation = operation;
    request.order = request.failure_order = Order::relaxed;
    request.operand = 0;
    request.size = kObjectSize;
  };
  switch (instruction.action) {
    case Action::load:
      request.operation = Operation::load;
      break;
    case Action::store:
      request.kind = EventKind::write;
      request.operation = Operation::store;
      break;
    case Action::fence:
      request.kind = EventKind::fence;
      request.location = -1;
      break;
    case Action::add:
      request.operation = Operation::fetch_add;
      break;
    case Action::exchange:
      request.operation = Operation::exchange;
      break;
    case Action::compare_exchange:
      request.operation = Operation::compare_exchange;
      request.operand2 = std::uint64_t(instruction.desired);
      break;
    case Action::lock:
      object(Operation::mutex_lock);
      break;
    case Action::unlock:
      object(Operation::mutex_unlock);
      break;
    case Action::wait_enter:
      object(Operation::wait_enter);
      break;
    case Action::wait_sleep:
      object(Operation::wait_sleep);
      request.operand2 = 1;
      break;
    case Action::notify_one:
      object(Operation::notify_one);
      request.operand2 = 1;
      break;
    case Action::notify_all:
      object(Operation::notify_all);
      request.operand2 = 1;
      break;
    case Action::branch:
      break;
  }
  return request;
}

}  // namespace hb::checker::litmus
