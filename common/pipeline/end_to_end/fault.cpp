#include "pipeline/end_to_end/fault.hpp"

#include <fstream>
#include <sstream>
#include <utility>

namespace hb::pipeline {

Command watched(Command command, const std::string& layer,
                const std::filesystem::path& folder,
                const std::filesystem::path& log) {
  command.environment["LD_PRELOAD"] = layer;
  command.environment["FAULT_FOLDER"] = folder.native();
  command.environment["FAULT_LOG"] = log.native();
  return command;
}

Command injected(Command command, const std::string& layer,
                 const std::filesystem::path& folder,
                 const std::filesystem::path& log, const Fault& fault) {
  command = watched(std::move(command), layer, folder, log);
  command.environment["FAULT_CALL"] = fault.call.text();
  command.environment["FAULT_KIND"] = fault.kind;
  return command;
}

std::vector<Call> read_log(const std::filesystem::path& log) {
  std::vector<Call> calls;
  std::ifstream in(log);
  for (std::string line; std::getline(in, line);) {
    std::istringstream words(line);
    Call call;
    words >> call.function;
    call.is_injected = call.function == "INJECTED";
    if (call.is_injected) words >> call.function;
    words >> call.number >> call.flags >> std::ws;
    std::getline(words, call.path);
    calls.push_back(std::move(call));
  }
  return calls;
}

}  // namespace hb::pipeline
