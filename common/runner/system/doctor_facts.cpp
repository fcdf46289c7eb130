#include "runner/system/doctor_facts.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "runner/bench/release_build.hpp"
#include "runner/system/process.hpp"
#include "runner/system/text.hpp"

namespace hb::runner {
namespace fs = std::filesystem;
namespace {

constexpr std::uintmax_t kSpaceNeeded = std::uintmax_t{512} << 20;

// The first line that `program --version` prints.
Fact tool_fact(const std::string& name, const std::string& program,
               const std::string& next) {
  if (program.empty() || !is_on_path(program)) {
    return {name, "not found",
            UserError::Text{
                "no " + name, "",
                (program.empty() ? name : program) + " is not on PATH.", next}};
  }
  ProcessOptions options;
  options.command = {program, "--version"};
  options.budget = std::chrono::seconds(10);
  return {name, first_line(run(options).output)};
}

// What this build was configured with, else what a new one would take.
std::string compiler(const Workspace& workspace) {
  const fs::path cache = workspace.build / "CMakeCache.txt";
  if (fs::exists(cache)) {
    return cached_value(read_file(cache), "CMAKE_CXX_COMPILER");
  }
  const char* chosen = std::getenv("CXX");
  return chosen != nullptr && *chosen != '\0' ? chosen : "g++";
}

std::string random_bits() {
  const fs::path file = "/proc/sys/vm/mmap_rnd_bits";
  // Only root may read it on some systems.
  if (access(file.c_str(), R_OK) != 0) return "";
  return ", vm.mmap_rnd_bits " + first_line(read_file(file));
}

}  // namespace

std::vector<Fact> tool_facts(const Workspace& workspace) {
  const std::string setup = "./workbook setup";
  return {tool_fact("compiler", compiler(workspace), setup),
          tool_fact("cmake", "cmake", setup),
          tool_fact("ninja", "ninja", setup)};
}

Fact sanitizer_fact(const Workspace& workspace) {
  const fs::path folder = workspace.build / "doctor";
  const fs::path source = folder / "empty.cpp";
  const fs::path program = folder / "empty";
  const auto cannot = [&](const std::string& why, const std::string& output) {
    return Fact{"sanitizer", "ThreadSanitizer cannot run here",
                UserError::Text{"ThreadSanitizer cannot run here", "",
                                why + "\n" + output,
                                "sudo sysctl vm.mmap_rnd_bits=28"}};
  };
  write_file(source, "int main() {}\n");
  ProcessOptions build;
  build.command = {compiler(workspace), "-fsanitize=thread", source.string(),
                   "-o", program.string()};
  const ProcessResult built = run(build);
  if (!built.ok()) {
    Fact fact = cannot("The compiler does not link it.", built.output);
    fact.problem->next = "./workbook setup";
    return fact;
  }
  ProcessOptions options;
  options.command = {program.string()};
  options.budget = std::chrono::seconds(10);
  if (run(options).ok()) {
    return {"sanitizer", "ThreadSanitizer runs" + random_bits()};
  }
  options.fixed_addresses = true;
  const ProcessResult result = run(options);
  if (result.ok()) {
    return {"sanitizer",
            "ThreadSanitizer runs with fixed addresses" + random_bits()};
  }
  return cannot(
      "It needs at most 28 random bits in addresses, or personality(), which a "
      "container\nmay refuse. Answers are judged without it, and the verdict "
      "says so.",
      first_line(result.output));
}

Fact processor_fact(unsigned allowed) {
  if (allowed > 1) return {"processors", fmt::format("{} allowed", allowed)};
  return {"processors",
          "1 allowed: threads take turns, and real threads show fewer "
          "executions"};
}

Fact writable_fact(const Workspace& workspace, const fs::path& folder) {
  const std::string shown = workspace.shown(folder) + "/";
  try {
    const fs::path probe =
        folder / fmt::format(".doctor-{}", static_cast<long>(getpid()));
    write_file(probe, "x");
    fs::remove(probe);
    return {shown, "can be written to"};
  } catch (const UserError& error) {
    return {shown, "cannot be written to",
            UserError::Text{"cannot write to " + folder.string(), "",
                            error.text.expected,
                            fmt::format("ls -ld '{}'", folder.string())}};
  }
}

Fact space_fact(std::uintmax_t available_bytes) {
  Fact fact{"disk", fmt::format("{} MiB free", available_bytes >> 20)};
  if (available_bytes < kSpaceNeeded) {
    fact.problem = UserError::Text{
        "little space left on the disk", "",
        fmt::format("{} MiB are free; a build needs up to {} MiB.",
                    available_bytes >> 20, kSpaceNeeded >> 20),
        "df -h ."};
  }
  return fact;
}

std::string facts_text(const std::vector<Fact>& facts) {
  std::string text;
  for (const Fact& fact : facts) {
    text += fmt::format("{:<11} {}\n", fact.name, fact.value);
  }
  return text;
}

}  // namespace hb::runner
