#include "checker/report/thread_names.hpp"

#include <algorithm>

#include "checker/report/tokens.hpp"

namespace hb::checker {
namespace {

// "workers_" -> "worker"; nothing for what says no more than "threads".
std::string singular(std::string name) {
  while (name.ends_with('_')) name.pop_back();
  if (name.ends_with('s')) name.pop_back();
  if (name == "thread" || name == "jthread" || name == "t") return "";
  return name;
}

using Tokens = std::vector<std::string>;

std::string at(const Tokens& tokens, std::size_t i) {
  return i < tokens.size() ? tokens[i] : "";
}

bool opens(const std::string& token) { return token == "(" || token == "{"; }
bool is_thread(const std::string& token) {
  return token == "thread" || token == "jthread";
}
bool adds(const std::string& token) {
  return token == "emplace_back" || token == "push_back";
}
bool starts_thread(const std::string& token) {
  return is_thread(token) || adds(token) || token == "async";
}

// std::jthread producer([&] ...
std::string declared_at(const Tokens& tokens, std::size_t i) {
  const std::string next = at(tokens, i + 1);
  return is_name(at(tokens, i)) && (opens(next) || next == "=") ? tokens[i]
                                                                : "";
}

// auto reader = std::async(...
std::string assigned_before(const Tokens& tokens, std::size_t i) {
  if (adds(tokens[i])) return "";
  while (i >= 2 && tokens[i - 1] == "::") i -= 2;
  return i >= 2 && tokens[i - 1] == "=" && is_name(tokens[i - 2])
             ? tokens[i - 2]
             : "";
}

// threads.emplace_back(consume, ...
std::string function_at(const Tokens& tokens, std::size_t i) {
  if (!opens(at(tokens, i))) return "";
  ++i;
  std::size_t behind = i;
  if (take_name(tokens, behind) == "async" && at(tokens, behind) == ",") {
    i = behind + 1;  // std::launch::async
  }
  if (at(tokens, i) == "&") ++i;
  const std::string name = take_name(tokens, i);
  const std::string next = at(tokens, i);
  return next == "," || next == ")" || next == "}" ? name : "";
}

// workers.emplace_back([&] ...
std::string container_before(const Tokens& tokens, std::size_t i) {
  const bool is_member = adds(tokens[i]) && i >= 2 &&
                         (tokens[i - 1] == "." || tokens[i - 1] == "->");
  return is_member && is_name(tokens[i - 2]) ? singular(tokens[i - 2]) : "";
}

// Worker() : thread_([this] { run(); }) {}
std::string member_initialised_in(const Tokens& tokens) {
  for (std::size_t i = 1; i + 2 < tokens.size(); ++i) {
    const std::string& before = tokens[i - 1];
    if ((before == ":" || before == ",") && is_name(tokens[i]) &&
        opens(tokens[i + 1]) && tokens[i + 2] == "[") {
      return singular(tokens[i]);
    }
  }
  return "";
}

// By how many brackets a line closes more than it opens.
int closed_in(const std::string& line) {
  int closed = 0;
  for (const std::string& token : tokens_of(line)) {
    if (token == ")" || token == "}" || token == "]") ++closed;
    if (token == "(" || token == "{" || token == "[") --closed;
  }
  return closed;
}

// The line on which what ends on `place` was opened: compilers give a call that
// a lambda ends the line of its end.
int opening_line(const Symbols& symbols, const Place& place) {
  constexpr int kMostLines = 60;
  int line = place.line;
  int closed = closed_in(symbols.source_line(place.file, line));
  if (closed <= 0) return line;
  while (closed > 0 && line > 1 && place.line - line < kMostLines) {
    --line;
    closed += closed_in(symbols.source_line(place.file, line));
  }
  return closed > 0 ? place.line : line;
}

bool ends_statement(const std::string& line) {
  const auto last = line.find_last_not_of(" \t\r");
  return last == line.npos || line[last] == ';' || line[last] == '{' ||
         line[last] == '}';
}

}  // namespace

std::string thread_role_in(const std::string& line) {
  const std::vector<std::string> tokens = tokens_of(line);
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    std::string role;
    if (is_thread(tokens[i])) role = declared_at(tokens, i + 1);
    if (role.empty() && starts_thread(tokens[i])) {
      role = assigned_before(tokens, i);
      if (role.empty()) role = function_at(tokens, i + 1);
      if (role.empty()) role = container_before(tokens, i);
    }
    if (!role.empty()) return role;
  }
  return member_initialised_in(tokens);
}

std::vector<std::string> thread_names(const RecordedExecution& execution,
                                      const Symbols& symbols) {
  std::vector<std::string> names;
  for (const RecordedThread& thread : execution.threads) {
    if (thread.creator < 0) {
      names.push_back("main");
      continue;
    }
    std::string name = thread.name;
    Place place = symbols.place_of(thread.created);
    if (place.known()) place.line = opening_line(symbols, place);
    // A statement over several lines may begin above the call.
    for (int up = 0; name.empty() && place.known() && up < 3; ++up) {
      const std::string line = symbols.source_line(place.file, place.line - up);
      if (up > 0 && ends_statement(line)) break;
      name = thread_role_in(line);
    }
    names.push_back(name);
  }
  const std::vector<std::string> given = names;
  for (std::size_t t = 0; t < names.size(); ++t) {
    if (given[t].empty()) {
      names[t] = "T" + std::to_string(t);
    } else if (std::count(given.begin(), given.end(), given[t]) > 1) {
      const auto before = std::count(
          given.begin(), given.begin() + std::ptrdiff_t(t), given[t]);
      names[t] = given[t] + " " + std::to_string(before + 1);
    }
  }
  return names;
}

}  // namespace hb::checker
