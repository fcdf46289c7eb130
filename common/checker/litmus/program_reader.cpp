#include "checker/litmus/program_reader.hpp"

#include <algorithm>
#include <cctype>
#include <initializer_list>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>

namespace hb::checker::litmus {

namespace {

// WHY: ordered, so that locations keep the numbers that the file gives them.
using Json = nlohmann::ordered_json;

constexpr int kMaxDepth = 32;      // of branches
constexpr int kMaxRegisters = 64;  // of a thread
constexpr int kMaxObjects = 16;
// A waiting queue is a set of threads in 64 bits; the clocks hold fewer.
constexpr std::size_t kMaxLitmusThreads = kMaxThreads;

[[noreturn]] void fail(const std::string& message) {
  throw std::runtime_error(message);
}

const Json& member(const Json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end()) fail(std::string("\"") + key + "\" is missing");
  return *found;
}

std::int64_t integer(const Json& value, const std::string& what,
                     std::int64_t low, std::int64_t high) {
  if (!value.is_number_integer()) {
    fail(what + " is not an integer: " + value.dump());
  }
  const bool huge = value.is_number_unsigned() &&
                    value.get<std::uint64_t>() >
                        std::uint64_t(std::numeric_limits<std::int64_t>::max());
  const std::int64_t number = huge ? 0 : value.get<std::int64_t>();
  if (huge || number < low || number > high) {
    fail(what + " is out of range: " + value.dump());
  }
  return number;
}

std::int64_t cell(const Json& value) {
  return integer(value, "the value", std::numeric_limits<std::int32_t>::min(),
                 std::numeric_limits<std::int32_t>::max());
}

std::string text(const Json& value, const std::string& what) {
  if (!value.is_string()) fail(what + " is not a string: " + value.dump());
  return value.get<std::string>();
}

bool flag(const Json& line, const char* key) {
  const auto found = line.find(key);
  if (found == line.end()) return false;
  if (!found->is_boolean()) {
    fail(std::string("\"") + key + "\" is neither true nor false");
  }
  return found->get<bool>();
}

bool is_word(const std::string& name) {
  const auto fits = [](unsigned char c) { return std::isalnum(c) || c == '_'; };
  return !name.empty() && std::isdigit((unsigned char)name[0]) == 0 &&
         std::all_of(name.begin(), name.end(), fits);
}

class LineReader {
 public:
  explicit LineReader(const Json& line) : line_(line) {}

  Program read() {
    if (!line_.is_object()) fail("the line is not a JSON object");
    program_.name = text(member(line_, "name"), "\"name\"");
    read_locations();
    read_objects("mutexes", "mutex", Sort::mutex, first_mutex_);
    read_objects("queues", "queue", Sort::queue, first_queue_);
    read_threads();
    read_answer();
    return std::move(program_);
  }

 private:
  // A file of lock programs names no locations: all are atomic and begin at 0.
  void read_locations() {
    const auto found = line_.find("locations");
    any_location_ = found == line_.end();
    if (any_location_) return;
    if (!found->is_object()) fail("\"locations\" is not an object");
    for (const auto& [name, value] : found->items()) {
      if (!is_word(name)) fail("not a name for a location: \"" + name + "\"");
      if (!value.is_array() || value.size() != 2) {
        fail("location " + name + " is not [\"at\" or \"na\", value]");
      }
      const std::string sort = text(value[0], "the sort of " + name);
      if (sort != "at" && sort != "na") {
        fail("location " + name + " is neither \"at\" nor \"na\": " + sort);
      }
      program_.locations.push_back(
          {name, sort == "at" ? Sort::atomic : Sort::plain, cell(value[1])});
    }
  }

  // WHY: a location that the program names later gets a later number, so the
  // objects are found through `first`.
  void read_objects(const char* key, const std::string& name, Sort sort,
                    int& first) {
    first = int(program_.locations.size());
    const auto found = line_.find(key);
    if (found == line_.end()) return;
    const auto count =
        integer(*found, std::string("\"") + key + "\"", 0, kMaxObjects);
    for (int i = 0; i < count; ++i) {
      program_.locations.push_back({name + std::to_string(i), sort, 0});
    }
  }

  void read_threads() {
    const Json& threads = member(line_, "threads");
    if (!threads.is_array() || threads.empty()) {
      fail("\"threads\" is not a list of threads");
    }
    if (threads.size() > kMaxLitmusThreads) {
      fail("more than " + std::to_string(kMaxLitmusThreads) + " threads");
    }
    for (const Json& operations : threads) {
      thread_ = Thread();
      read_sequence(operations, 0);
      program_.threads.push_back(std::move(thread_));
    }
  }

  void read_sequence(const Json& operations, int depth) {
    if (!operations.is_array()) {
      fail("not a list of operations: " + operations.dump());
    }
    if (depth > kMaxDepth) fail("branches are nested too deeply");
    for (const Json& operation : operations) {
      if (!operation.is_array() || operation.empty() ||
          !operation[0].is_string()) {
        fail("not an operation: " + operation.dump());
      }
      read_operation(operation, depth);
    }
  }

  void read_operation(const Json& operation, int depth) {
    const std::string code = operation[0].get<std::string>();
    const auto arguments = [&](std::size_t count) {
      if (operation.size() != count + 1) {
        fail("wrong number of arguments: " + operation.dump());
      }
    };
    Instruction at;
    if (code == "W") {
      arguments(3);
      at.action = Action::store;
      at.location = location(operation[1]);
      at.value = cell(operation[2]);
      at.order = access_order(
          operation[3], at, "store",
          {Order::plain, Order::relaxed, Order::release, Order::seq_cst});
    } else if (code == "R") {
      arguments(3);
      at.action = Action::load;
      at.target = target(operation[1]);
      at.location = location(operation[2]);
      at.order = access_order(
          operation[3], at, "load",
          {Order::plain, Order::relaxed, Order::acquire, Order::seq_cst});
    } else if (code == "F") {
      arguments(1);
      at.action = Action::fence;
      at.order = order(operation[1], "fence", kUpdateOrders);
    } else if (code == "A" || code == "X") {
      arguments(4);
      at.action = code == "A" ? Action::add : Action::exchange;
      at.target = target(operation[1]);
      at.location = location(operation[2]);
      at.value = cell(operation[3]);
      at.order = access_order(operation[4], at, "update", kUpdateOrders);
    } else if (code == "C") {
      arguments(6);
      at.action = Action::compare_exchange;
      at.target = target(operation[1]);
      at.location = location(operation[2]);
      at.value = cell(operation[3]);
      at.desired = cell(operation[4]);
      at.order = access_order(operation[5], at, "update", kUpdateOrders);
      at.failure_order =
          order(operation[6], "failed compare_exchange",
                {Order::relaxed, Order::acquire, Order::seq_cst});
    } else if (code == "IF") {
      arguments(3);
      read_branch(operation, depth);
      return;
    } else {
      arguments(1);
      read_object_operation(code, operation, at);
    }
    thread_.code.push_back(at);
  }

  void read_branch(const Json& operation, int depth) {
    Instruction at;
    at.action = Action::branch;
    at.target = target(operation[1]);
    at.value = cell(operation[2]);
    const std::size_t here = thread_.code.size();
    thread_.code.push_back(at);
    read_sequence(operation[3], depth + 1);
    thread_.code[here].skip = int(thread_.code.size() - here - 1);
  }

  void read_object_operation(const std::string& code, const Json& operation,
                             Instruction& at) {
    struct Row {
      const char* code;
      Action action;
      Sort sort;
    };
    static constexpr Row kRows[] = {
        {"LK", Action::lock, Sort::mutex},
        {"UL", Action::unlock, Sort::mutex},
        {"ENTER", Action::wait_enter, Sort::queue},
        {"SLEEP", Action::wait_sleep, Sort::queue},
        {"ONE", Action::notify_one, Sort::queue},
        {"ALL", Action::notify_all, Sort::queue},
    };
    const auto row = std::find_if(
        std::begin(kRows), std::end(kRows),
        [&](const Row& candidate) { return code == candidate.code; });
    if (row == std::end(kRows)) fail("not an operation: " + operation.dump());
    const bool mutex = row->sort == Sort::mutex;
    const int first = mutex ? first_mutex_ : first_queue_;
    const auto number = integer(operation[1], mutex ? "the mutex" : "the queue",
                                0, kMaxObjects);
    const auto index = std::size_t(first) + std::size_t(number);
    if (index >= program_.locations.size() ||
        program_.locations[index].sort != row->sort) {
      fail(std::string(mutex ? "mutex " : "queue ") + std::to_string(number) +
           " does not exist: " + operation.dump());
    }
    at.action = row->action;
    at.location = int(index);
  }

  int location(const Json& value) {
    const std::string name = text(value, "the location");
    auto& all = program_.locations;
    const auto found =
        std::find_if(all.begin(), all.end(),
                     [&](const Location& known) { return known.name == name; });
    if (found != all.end()) return int(found - all.begin());
    if (!any_location_ || !is_word(name)) {
      fail("location \"" + name + "\" does not exist");
    }
    all.push_back({name, Sort::atomic, 0});
    return int(all.size()) - 1;
  }

  // "r3", or 3.
  int target(const Json& value) {
    std::int64_t number = -1;
    if (value.is_string()) {
      const std::string name = value.get<std::string>();
      const bool digits =
          name.size() > 1 && name.size() < 4 && name[0] == 'r' &&
          std::all_of(name.begin() + 1, name.end(),
                      [](unsigned char c) { return std::isdigit(c) != 0; });
      if (!digits) fail("not a register: \"" + name + "\"");
      number = std::stoi(name.substr(1));
    } else {
      number = integer(value, "the register", 0, kMaxRegisters - 1);
    }
    if (number >= kMaxRegisters) fail("not a register: " + value.dump());
    thread_.registers = std::max(thread_.registers, int(number) + 1);
    return int(number);
  }

  using Orders = std::initializer_list<Order>;
  static constexpr Orders kUpdateOrders = {Order::relaxed, Order::acquire,
                                           Order::release, Order::acq_rel,
                                           Order::seq_cst};

  static Order order(const Json& value, const std::string& of,
                     Orders permitted) {
    static const std::pair<const char*, Order> kNames[] = {
        {"na", Order::plain},    {"rlx", Order::relaxed},
        {"acq", Order::acquire}, {"rel", Order::release},
        {"ar", Order::acq_rel},  {"sc", Order::seq_cst}};
    const std::string name = text(value, "the memory order");
    for (const auto& [known, order] : kNames) {
      if (name != known) continue;
      if (std::find(permitted.begin(), permitted.end(), order) !=
          permitted.end()) {
        return order;
      }
      fail("a " + of + " cannot have the order " + name);
    }
    fail("not a memory order: " + name);
  }

  Order access_order(const Json& value, const Instruction& at,
                     const std::string& of, Orders permitted) const {
    const Order found = order(value, of, permitted);
    const Location& location = program_.locations[std::size_t(at.location)];
    if (location.sort == Sort::mutex || location.sort == Sort::queue) {
      fail(location.name + " is no value to load or store");
    }
    if ((found == Order::plain) != (location.sort == Sort::plain)) {
      fail(location.sort == Sort::plain
               ? "an atomic access to the plain location " + location.name
               : "a plain access to the atomic location " + location.name);
    }
    return found;
  }

  void read_answer() {
    program_.executions = integer(member(line_, "executions"), "\"executions\"",
                                  0, std::numeric_limits<std::int64_t>::max());
    program_.race = flag(line_, "race");
    program_.deadlock = flag(line_, "deadlock");
    const auto allowed = line_.find("allowed");
    program_.states_outcomes = allowed != line_.end();
    if (!program_.states_outcomes) return;
    if (!allowed->is_array()) fail("\"allowed\" is not a list of outcomes");
    const std::vector<Observable> known = observables_of(program_);
    for (const Json& outcome : *allowed) read_outcome(outcome, known);
  }

  void read_outcome(const Json& outcome, const std::vector<Observable>& known) {
    if (!outcome.is_object()) fail("not an outcome: " + outcome.dump());
    Outcome read;
    for (const auto& [name, value] : outcome.items()) {
      const auto is_it = [&, &wanted = name](const Observable& candidate) {
        return candidate.name == wanted;
      };
      if (std::none_of(known.begin(), known.end(), is_it)) {
        fail("an outcome names what the program does not have: " + name);
      }
      read[name] = cell(value);
    }
    for (const Outcome& earlier : program_.allowed) {
      const bool alike = std::equal(
          earlier.begin(), earlier.end(), read.begin(), read.end(),
          [](const auto& a, const auto& b) { return a.first == b.first; });
      if (!alike) fail("two outcomes name different things");
      break;
    }
    if (!program_.allowed.insert(std::move(read)).second) {
      fail("an outcome stands twice: " + outcome.dump());
    }
  }

  const Json& line_;
  Program program_;
  Thread thread_;
  bool any_location_ = false;
  int first_mutex_ = 0;
  int first_queue_ = 0;
};

}  // namespace

Program parse_program(const std::string& line) {
  Json parsed;
  try {
    parsed = Json::parse(line);
  } catch (const Json::parse_error& error) {
    fail("not JSON, at byte " + std::to_string(error.byte));
  }
  return LineReader(parsed).read();
}

}  // namespace hb::checker::litmus
