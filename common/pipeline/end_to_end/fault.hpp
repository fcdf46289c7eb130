// What fault_layer.cpp is told, and what it says.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "pipeline/end_to_end/process.hpp"

namespace hb::pipeline {

// One call of the program on what lies below the folder that is watched.
struct Call {
  std::string function;
  std::string number;  // among the calls of that function, from 1
  std::string flags;   // r, w, or c for what creates; - where it says nothing
  std::string path;
  bool is_injected = false;

  std::string text() const { return function + ":" + number; }
};

// How a call goes wrong: the number of an errno, short, end, kill, int, term.
struct Fault {
  Call call;
  std::string kind;
};

// `command` with the layer in between, which counts and injects nothing.
Command watched(Command command, const std::string& layer,
                const std::filesystem::path& folder,
                const std::filesystem::path& log);

// The same, with one fault.
Command injected(Command command, const std::string& layer,
                 const std::filesystem::path& folder,
                 const std::filesystem::path& log, const Fault& fault);

std::vector<Call> read_log(const std::filesystem::path& log);

}  // namespace hb::pipeline
