#include "runner/bench/bench_facts.hpp"

#include <fmt/format.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <ctime>
#include <filesystem>
#include <thread>

#include "runner/bench/release_build.hpp"
#include "runner/system/process.hpp"
#include "runner/system/text.hpp"

namespace hb::runner {
namespace fs = std::filesystem;
namespace {

// Empty if there is no such file or it is not for us.
std::string text_if_readable(const fs::path& path) {
  if (access(path.c_str(), R_OK) != 0) return "";
  return read_file(path);
}

std::string or_unknown(const std::string& text) {
  return text.empty() ? "unknown" : text;
}

std::string processors_text(const std::string& cpuinfo) {
  const unsigned all = std::thread::hardware_concurrency();
  const std::string cores = cpuinfo_value(cpuinfo, "cpu cores");
  const bool is_virtual =
      cpuinfo_value(cpuinfo, "flags").find(" hypervisor") != std::string::npos;
  return fmt::format("{}{}{}", all,
                     cores.empty() ? "" : ", " + cores + " cores a socket",
                     is_virtual ? ", a virtual machine" : "");
}

std::string kernel_text() {
  utsname name = {};
  if (uname(&name) != 0) return "unknown";
  return fmt::format("{} {} {}", name.sysname, name.release, name.machine);
}

std::string compiler_text(const std::string& cache) {
  const std::string compiler = cached_value(cache, "CMAKE_CXX_COMPILER");
  if (compiler.empty() || !is_on_path(compiler)) return "unknown";
  ProcessOptions options;
  options.command = {compiler, "--version"};
  options.budget = std::chrono::seconds(10);
  return or_unknown(first_line(run(options).output));
}

std::string now_text() {
  const std::time_t now = std::time(nullptr);
  std::tm local = {};
  localtime_r(&now, &local);
  char text[64] = {};
  std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S %z", &local);
  return text;
}

}  // namespace

std::vector<BenchFact> bench_facts(const Workspace& workspace,
                                   const std::string& command) {
  const std::string cpuinfo = text_if_readable("/proc/cpuinfo");
  const std::string cache =
      text_if_readable(workspace.root / "build" / "release" / "CMakeCache.txt");
  const std::string load = text_if_readable("/proc/loadavg");
  const std::string governor =
      text_if_readable("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor");
  return {
      {"command", command},
      {"date", now_text()},
      {"processor", or_unknown(cpuinfo_value(cpuinfo, "model name"))},
      {"processors", processors_text(cpuinfo)},
      {"governor", or_unknown(trimmed(governor))},
      {"load before", or_unknown(load.substr(0, load.find(' ')))},
      {"kernel", kernel_text()},
      {"compiler", compiler_text(cache)},
      {"flags",
       trimmed("-std=c++20 " + cached_value(cache, "CMAKE_CXX_FLAGS_RELEASE") +
               " " + cached_value(cache, "CMAKE_CXX_FLAGS"))},
  };
}

std::string cpuinfo_value(const std::string& cpuinfo, const std::string& name) {
  for (const std::string& line : lines_of(cpuinfo)) {
    const std::size_t colon = line.find(':');
    if (colon != line.npos && trimmed(line.substr(0, colon)) == name) {
      return trimmed(line.substr(colon + 1));
    }
  }
  return "";
}

}  // namespace hb::runner
