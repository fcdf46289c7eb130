#include "runner/watch/judge_process.hpp"

#include <unistd.h>

#include <array>
#include <cerrno>
#include <nlohmann/json.hpp>

#include "runner/judge/verdict_json.hpp"
#include "runner/system/process.hpp"
#include "runner/system/screen.hpp"

namespace hb::runner {
namespace {

using std::chrono::steady_clock;

JudgeNews news_of(const std::string& line, const Workspace& workspace) {
  const auto news = nlohmann::json::parse(line, nullptr, false);
  if (!news.is_object()) return {"", std::nullopt, line + "\n"};
  if (auto verdict = read_verdict_json(line, workspace)) {
    return {"", std::move(verdict), ""};
  }
  return {news.value("stage", ""), std::nullopt, ""};
}

}  // namespace

void JudgeProcess::start(const std::string& exercise) {
  partial_.clear();
  cancelled_.reset();
  child_ = std::make_unique<ChildRunner>(
      std::vector<std::string>{"check", exercise, "--json", "--columns",
                               std::to_string(terminal_width())},
      ChildRunner::Streams::pipe);
}

void JudgeProcess::cancel() {
  if (!child_ || cancelled_) return;
  child_->terminate();
  cancelled_ = steady_clock::now();
}

void JudgeProcess::end() {
  child_.reset();
  cancelled_.reset();
}

std::vector<JudgeNews> JudgeProcess::read() {
  std::vector<JudgeNews> news;
  while (child_) {
    std::array<char, 65536> buffer;
    const ssize_t n = ::read(child_->output(), buffer.data(), buffer.size());
    if (n > 0) {
      partial_.append(buffer.data(), static_cast<std::size_t>(n));
      continue;
    }
    if (n < 0 && errno == EINTR) continue;
    if (n == 0) {
      const bool was_cancelled = is_cancelled();
      end();
      if (was_cancelled) return {};
    } else if (cancelled_ && steady_clock::now() > *cancelled_ + kGrace) {
      child_->kill();  // its end of the pipe closes with it
      kill_strays();
    }
    break;
  }
  if (is_cancelled()) return {};
  for (auto end = partial_.find('\n'); end != partial_.npos;
       end = partial_.find('\n')) {
    news.push_back(news_of(partial_.substr(0, end), workspace_));
    partial_.erase(0, end + 1);
  }
  return news;
}

}  // namespace hb::runner
