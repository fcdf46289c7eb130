// A litmus program: a few threads of a few operations, and the answer.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "checker/explorer/event_source.hpp"
#include "checker/graph/operation.hpp"

namespace hb::checker::litmus {

enum class Action : std::uint8_t {
  load,
  store,
  fence,
  add,
  exchange,
  compare_exchange,
  lock,
  unlock,
  wait_enter,  // the four parts of a condition variable
  wait_sleep,
  notify_one,
  notify_all,
  branch  // skips the next `skip` instructions unless `target` holds `value`
};

struct Instruction {
  Action action = Action::fence;
  Order order = Order::relaxed;
  Order failure_order = Order::relaxed;
  int location = -1;
  int target = -1;         // a register
  std::int64_t value = 0;  // stored, added, expected
  std::int64_t desired = 0;
  int skip = 0;
};

enum class Sort : std::uint8_t { atomic, plain, mutex, queue };

struct Location {
  std::string name;
  Sort sort = Sort::atomic;
  std::int64_t initial = 0;
};

struct Thread {
  std::vector<Instruction> code;
  int registers = 0;
};

// A final state: "1:r0" is register 0 of thread 1, "e1r0" the expected object
// of its compare_exchange into r0, "x" the last value of location x.
using Outcome = std::map<std::string, std::int64_t>;

// What a register holds to which nothing was ever written.
constexpr std::int64_t kNeverWritten = 99;

struct Program {
  std::string name;
  std::string place;  // "FILE:LINE", for messages
  std::vector<Location> locations;
  std::vector<Thread> threads;

  // The answer. What a file does not state is not compared.
  bool states_outcomes = false;
  std::set<Outcome> allowed;
  std::int64_t executions = 0;
  bool race = false;
  bool deadlock = false;
};

// One thing that an outcome names.
struct Observable {
  enum class What : std::uint8_t { target, expected, location };
  What what;
  int thread;  // of a register
  int number;  // of the register or location
  std::string name;
};

// What the outcomes of `program` name, in the order of their names: the names
// in its allowed outcomes, or everything if it states none.
std::vector<Observable> observables_of(const Program& program);

// "0:r0=1 x=2".
std::string to_string(const Outcome& outcome);
// The program as a line of the format that reader.hpp reads.
std::string to_json_line(const Program& program);

// The operation that `instruction` asks of the explorer. Not for plain accesses
// and branches, which are no events.
Request request_of(const Instruction& instruction);
bool is_event(const Program& program, const Instruction& instruction);

}  // namespace hb::checker::litmus
