#include "checker/litmus/write_cpp.hpp"

#include <algorithm>

namespace hb::checker::litmus {

namespace {

std::string cpp_order(Order order) {
  return "std::memory_order_" + std::string(name_of(order));
}

std::string register_name(int thread, int number) {
  return "r" + std::to_string(thread) + "_" + std::to_string(number);
}

std::string expected_name(int thread, int number) {
  return "e" + std::to_string(thread) + "_" + std::to_string(number);
}

// The body of one program.
class BodyWriter {
 public:
  explicit BodyWriter(const Program& program) : program_(program) {}

  // WHY globals and functions, not locals and lambdas: every lambda is a
  // std::thread of its own to compile, and these files took 40 s of it.
  std::string write(const std::string& scope) {
    line("// " + program_.name);
    line("namespace " + scope + " {");
    declare_locations();
    declare_registers();
    for (int t = 0; t < int(program_.threads.size()); ++t) write_thread(t);
    line(records() ? "void body(hb::Outcomes& outcomes) {"
                   : "void body(hb::Outcomes&) {");
    indent_ += 2;
    for (std::size_t t = 0; t < program_.threads.size(); ++t) {
      const std::string number = std::to_string(t);
      line("std::thread thread" + number + "(run" + number + ");");
    }
    for (std::size_t t = 0; t < program_.threads.size(); ++t) {
      line("thread" + std::to_string(t) + ".join();");
    }
    if (records()) record();
    indent_ -= 2;
    line("}");
    line("}  // namespace " + scope + "\n");
    return std::move(text_);
  }

 private:
  void line(const std::string& code) {
    text_ += std::string(std::size_t(indent_), ' ') + code + '\n';
  }

  bool records() const { return !program_.allowed.empty(); }

  // WHY a prefix: a location may be called "int".
  std::string name(int location) const {
    const Location& it = program_.locations[std::size_t(location)];
    return it.sort == Sort::mutex ? it.name : "at_" + it.name;
  }

  bool is_used(int location) const {
    const auto& all = program_.threads;
    return std::any_of(all.begin(), all.end(), [&](const Thread& thread) {
      return std::any_of(
          thread.code.begin(), thread.code.end(),
          [&](const Instruction& at) { return at.location == location; });
    });
  }

  void declare_locations() {
    for (int l = 0; l < int(program_.locations.size()); ++l) {
      const Location& it = program_.locations[std::size_t(l)];
      const std::string value = "{" + std::to_string(it.initial) + "};";
      switch (it.sort) {
        case Sort::atomic:
          line("std::atomic<int> " + name(l) + value);
          break;
        case Sort::plain:
          line("int " + name(l) + value);
          break;
        default:
          if (is_used(l)) line("std::mutex " + name(l) + ";");
          break;
      }
    }
  }

  void declare_registers() {
    const std::string unset = " = " + std::to_string(kNeverWritten) + ";";
    for (int t = 0; t < int(program_.threads.size()); ++t) {
      const Thread& thread = program_.threads[std::size_t(t)];
      for (int r = 0; r < thread.registers; ++r) {
        line("int " + register_name(t, r) + unset);
        const bool has_expected = std::any_of(
            thread.code.begin(), thread.code.end(), [&](const auto& at) {
              return at.action == Action::compare_exchange && at.target == r;
            });
        if (has_expected) line("int " + expected_name(t, r) + unset);
      }
    }
  }

  void write_thread(int t) {
    line("void run" + std::to_string(t) + "() {");
    indent_ += 2;
    const auto& code = program_.threads[std::size_t(t)].code;
    std::vector<int> ends;  // of the branches that are open
    for (int i = 0; i < int(code.size()); ++i) {
      close_branches(ends, i);
      const Instruction& at = code[std::size_t(i)];
      if (at.action == Action::branch) {
        line("if (" + register_name(t, at.target) +
             " == " + std::to_string(at.value) + ") {");
        indent_ += 2;
        ends.push_back(i + 1 + at.skip);
      } else {
        write_operation(t, at);
      }
    }
    close_branches(ends, int(code.size()));
    indent_ -= 2;
    line("}");
  }

  void close_branches(std::vector<int>& ends, int position) {
    while (!ends.empty() && ends.back() == position) {
      ends.pop_back();
      indent_ -= 2;
      line("}");
    }
  }

  void write_operation(int t, const Instruction& at) {
    const bool plain = at.order == Order::plain;
    const std::string value = std::to_string(at.value);
    const std::string order = cpp_order(at.order);
    const std::string target =
        at.target < 0 ? "" : register_name(t, at.target) + " = ";
    const std::string location = at.location < 0 ? "" : name(at.location);
    switch (at.action) {
      case Action::load:
        line(target + location + (plain ? ";" : ".load(" + order + ");"));
        break;
      case Action::store:
        line(location + (plain ? " = " + value + ";"
                               : ".store(" + value + ", " + order + ");"));
        break;
      case Action::fence:
        line("std::atomic_thread_fence(" + order + ");");
        break;
      case Action::add:
        line(target + location + ".fetch_add(" +
             (at.value == 0 ? "nothing" : value) + ", " + order + ");");
        break;
      case Action::exchange:
        line(target + location + ".exchange(" + value + ", " + order + ");");
        break;
      case Action::compare_exchange: {
        const std::string expected = expected_name(t, at.target);
        line(expected + " = " + value + ";");
        line(target + location + ".compare_exchange_strong(" + expected + ", " +
             std::to_string(at.desired) + ", " + order + ", " +
             cpp_order(at.failure_order) + ");");
        break;
      }
      case Action::lock:
        line(location + ".lock();");
        break;
      case Action::unlock:
        line(location + ".unlock();");
        break;
      default:
        break;
    }
  }

  void record() {
    std::string values;
    for (const Observable& seen : observables_of(program_)) {
      if (!values.empty()) values += ", ";
      switch (seen.what) {
        case Observable::What::target:
          values += register_name(seen.thread, seen.number);
          break;
        case Observable::What::expected:
          values += expected_name(seen.thread, seen.number);
          break;
        case Observable::What::location:
          values += last_value(seen.number);
          break;
      }
    }
    line("outcomes.record({" + values + "});");
  }

  std::string last_value(int location) const {
    const bool atomic =
        program_.locations[std::size_t(location)].sort == Sort::atomic;
    return name(location) + (atomic ? ".load(std::memory_order_relaxed)" : "");
  }

  const Program& program_;
  std::string text_;
  int indent_ = 0;
};

std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result + '"';
}

// The allowed outcomes, flat.
std::string outcome_array(const Program& program, const std::string& name) {
  if (program.allowed.empty()) return "";
  std::string text = "constexpr long long " + name + "[] = {\n";
  for (const Outcome& outcome : program.allowed) {
    text += "   ";
    for (const auto& [observable, value] : outcome) {
      text += ' ' + std::to_string(value) + ',';
    }
    text += '\n';
  }
  return text + "};\n\n";
}

std::string table_row(const Program& program, const std::string& function,
                      const std::string& outcomes) {
  const auto count = program.allowed.size();
  const auto values = count == 0 ? 0 : program.allowed.begin()->size();
  return "    {" + quoted(program.name) + ", " + function + ", " +
         (count == 0 ? "nullptr" : outcomes) + ", " + std::to_string(count) +
         ", " + std::to_string(values) + ", " +
         std::to_string(program.executions) + ", " +
         (program.deadlock ? "true" : "false") + "},\n";
}

constexpr const char* kGenerated = "// Generated from litmus programs.\n\n";

}  // namespace

bool has_cpp(const Program& program) {
  return !program.race &&
         std::none_of(program.locations.begin(), program.locations.end(),
                      [](const Location& location) {
                        return location.sort == Sort::queue;
                      });
}

// WHY every name has external linkage: what no other file can reach, and this
// one only stores to, a compiler may drop, atomic or not.
std::string write_unit(const std::vector<Program>& programs, int number) {
  const std::string scope = "unit_" + std::to_string(number);
  std::string text = kGenerated;
  text +=
      "#include <atomic>\n#include <mutex>\n#include <thread>\n\n"
      "#include \"checker/litmus/compiled_program.hpp\"\n\n"
      "// A failed compare_exchange may be stronger than one that succeeds.\n"
      "#ifndef __clang__\n"
      "#pragma GCC diagnostic ignored \"-Winvalid-memory-model\"\n"
      "#endif\n\n"
      "namespace compiled_litmus {\n\nnamespace " +
      scope +
      " {\n\n"
      "// Of fetch_add(0) a compiler may make a load.\n"
      "int nothing = 0;\n\n";
  std::string rows;
  for (std::size_t i = 0; i < programs.size(); ++i) {
    const std::string name = "program_" + std::to_string(i);
    const std::string outcomes = "kOutcomes" + std::to_string(i);
    text += BodyWriter(programs[i]).write(name);
    text += outcome_array(programs[i], outcomes);
    rows += table_row(programs[i], name + "::body", outcomes);
  }
  text += "constexpr CompiledProgram kPrograms[] = {\n" + rows + "};\n\n";
  text += "}  // namespace " + scope + "\n\n";
  const std::string table = "kUnit" + std::to_string(number);
  text += "extern const CompiledUnit " + table + ";\n";
  text += "constinit const CompiledUnit " + table + " = " + scope +
          "::kPrograms;\n\n";
  return text + "}  // namespace compiled_litmus\n";
}

std::string write_unit_list(int units) {
  std::string text = kGenerated;
  text +=
      "#include \"checker/litmus/compiled_program.hpp\"\n\n"
      "namespace compiled_litmus {\n\n";
  std::string names;
  for (int i = 0; i < units; ++i) {
    const std::string table = "kUnit" + std::to_string(i);
    text += "extern const CompiledUnit " + table + ";\n";
    names += (i == 0 ? "" : ", ") + table;
  }
  return text + "\nstd::vector<CompiledUnit> compiled_units() {\n  return {" +
         names + "};\n}\n\n}  // namespace compiled_litmus\n";
}

}  // namespace hb::checker::litmus
