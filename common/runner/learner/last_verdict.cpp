#include "runner/learner/last_verdict.hpp"

#include <nlohmann/json.hpp>

#include "runner/judge/build.hpp"
#include "runner/judge/verdict_json.hpp"
#include "runner/system/workspace.hpp"

namespace hb::runner {
namespace fs = std::filesystem;
namespace {

using nlohmann::json;

fs::path file_of(const Workspace& workspace, const Exercise& exercise) {
  return Builder(workspace, exercise).folder() / "verdict.json";
}

// What was judged, so that a verdict on an older text is not taken for one.
std::string answer_of(const Exercise& exercise) {
  std::string text;
  for (const std::string& name : exercise.edit) {
    text += read_file(exercise.path / name);
  }
  return std::to_string(std::hash<std::string>{}(text));
}

}  // namespace

void keep_last_verdict(const Workspace& workspace, const Exercise& exercise,
                       const Verdict& verdict) {
  const json kept = {{"answer", answer_of(exercise)},
                     {"verdict", verdict_json(verdict, workspace)}};
  write_file(file_of(workspace, exercise), kept.dump());
}

std::optional<Verdict> last_verdict(const Workspace& workspace,
                                    const Exercise& exercise) {
  const fs::path file = file_of(workspace, exercise);
  if (!fs::exists(file) || !fs::exists(exercise.edited_file())) {
    return std::nullopt;
  }
  const json kept = json::parse(read_file(file), nullptr, false);
  if (!kept.is_object() || kept.value("answer", "") != answer_of(exercise)) {
    return std::nullopt;
  }
  return read_verdict_json(kept.value("verdict", ""), workspace);
}

}  // namespace hb::runner
