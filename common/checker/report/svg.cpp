#include "checker/report/svg.hpp"

#include <algorithm>
#include <vector>

#include "checker/report/reasons.hpp"
#include "checker/report/svg_style.hpp"
#include "checker/report/text_report.hpp"

namespace hb::checker {
namespace {

constexpr int kLetter = 8;  // the width of one, at 13 px
constexpr int kRow = 34;
constexpr int kTop = 76;
constexpr int kMargin = 24;
constexpr int kTextGap = 14;  // between a dot and its words

std::string escaped(const std::string& text) {
  std::string result;
  for (const char c : text) {
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      // Other control characters may not stand in XML at all.
      default:
        result += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
  }
  return result;
}

std::string label_of(const Story& story, const Step& step) {
  std::string text = step.what();
  if (!step.order.empty()) text += "  " + step.order;
  if (step.is_stale()) text += "  stale";
  const std::string line = story.line_text(step.place);
  return line.empty() ? text : text + "  " + line;
}

struct Point {
  int x;
  int y;
};

class Timeline {
 public:
  explicit Timeline(const Story& story) : story_(story) {
    for (const Step& step : story.steps()) {
      if (std::find(threads_.begin(), threads_.end(), step.thread) ==
          threads_.end()) {
        threads_.push_back(step.thread);
      }
    }
    std::sort(threads_.begin(), threads_.end());
    lanes_.assign(threads_.size(), 0);
    right_.assign(threads_.size(), 0);
    int at = kMargin + 4 * kLetter;
    for (std::size_t i = 0; i < threads_.size(); ++i) {
      lanes_[i] = at;
      std::size_t widest = story.thread(threads_[i]).size();
      for (const Step& step : story.steps()) {
        if (step.thread != threads_[i]) continue;
        widest = std::max(widest, label_of(story, step).size());
      }
      right_[i] = at + kTextGap + static_cast<int>(widest) * kLetter + 6;
      at = right_[i] + 66;
    }
    title_ = headline(story.execution());
    subtitle_ = story.execution().failure ? summary(story) : "";
    const int words =
        static_cast<int>(std::max(title_.size(), subtitle_.size()));
    width_ = std::max(at - 48, 2 * kMargin + words * kLetter);
    height_ = kTop + static_cast<int>(story.steps().size()) * kRow + 96;
  }

  std::string text() {
    const std::string size =
        std::to_string(width_) + " " + std::to_string(height_);
    svg_ = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + size +
           "\" width=\"" + std::to_string(width_) + "\" height=\"" +
           std::to_string(height_) +
           "\" role=\"img\" aria-labelledby=\"title description\">\n";
    svg_ += "<title id=\"title\">" + escaped(title_) + "</title>\n";
    svg_ += "<desc id=\"description\">" + escaped(description()) + "</desc>\n";
    svg_ += kStyle;
    svg_ += "<rect class=\"ground\" width=\"100%\" height=\"100%\"/>\n";
    add_text("title", {kMargin, 26}, title_);
    add_text("faint", {kMargin, 46}, subtitle_);
    add_lanes();
    add_links();
    add_race();
    for (const Step& step : story_.steps()) add_step(step);
    add_legend();
    return svg_ + "</svg>\n";
  }

 private:
  std::size_t lane_of(int thread) const {
    return std::size_t(std::find(threads_.begin(), threads_.end(), thread) -
                       threads_.begin());
  }
  Point dot_of(const Step& step) const {
    return {lanes_[lane_of(step.thread)], kTop + 14 + step.number * kRow};
  }
  // Where its words end.
  Point end_of(const Step& step) const {
    const Point dot = dot_of(step);
    const auto letters = static_cast<int>(label_of(story_, step).size());
    return {dot.x + kTextGap + letters * kLetter + 6, dot.y};
  }

  void add_text(const char* kind, Point at, const std::string& text) {
    if (text.empty()) return;
    svg_ += "<text class=\"" + std::string(kind) + "\" x=\"" +
            std::to_string(at.x) + "\" y=\"" + std::to_string(at.y) +
            "\" xml:space=\"preserve\">" + escaped(text) + "</text>\n";
  }

  // A curve, with straight pieces before and behind it, so that it crosses no
  // words.
  void add_path(const std::string& kind, Point from, Point leaves,
                Point arrives, Point to) {
    const auto text = [](int x, int y) {
      return std::to_string(x) + " " + std::to_string(y);
    };
    const int middle = (leaves.x + arrives.x) / 2;
    svg_ += "<path class=\"" + kind + "\" d=\"M" + text(from.x, from.y) + " L" +
            text(leaves.x, leaves.y) + " C" + text(middle, leaves.y) + " " +
            text(middle, arrives.y) + " " + text(arrives.x, arrives.y) + " L" +
            text(to.x, to.y) + "\"";
    if (kind.find("sync") != kind.npos) {
      svg_ += " marker-end=\"url(#sync-head)\"";
    }
    if (kind.find("value") != kind.npos) {
      svg_ += " marker-end=\"url(#value-head)\"";
    }
    svg_ += "/>\n";
  }

  void add_lanes() {
    const int bottom =
        kTop + 30 + static_cast<int>(story_.steps().size()) * kRow;
    for (std::size_t i = 0; i < threads_.size(); ++i) {
      const std::string x = std::to_string(lanes_[i]);
      svg_ += "<line class=\"lane\" x1=\"" + x + "\" x2=\"" + x + "\" y1=\"" +
              std::to_string(kTop + 10) + "\" y2=\"" + std::to_string(bottom) +
              "\"/>\n";
      add_text("thread", {lanes_[i] - 4, kTop}, story_.thread(threads_[i]));
    }
  }

  void add_step(const Step& step) {
    const Point dot = dot_of(step);
    const std::string kind = step.is_racing || step.is_wrong ? "dot racing"
                             : step.is_blocked               ? "dot blocked"
                                                             : "dot";
    svg_ += "<circle class=\"" + kind + "\" cx=\"" + std::to_string(dot.x) +
            "\" cy=\"" + std::to_string(dot.y) + "\" r=\"5\"/>\n";
    add_text("number", {kMargin + 8, dot.y + 4}, std::to_string(step.number));
    add_text(step.is_racing || step.is_wrong ? "race-text" : "words",
             {dot.x + kTextGap, dot.y + 4}, label_of(story_, step));
  }

  // From the words of one step to the dot of another, or back to its words.
  void connect(const std::string& kind, const Step& from, const Step& to) {
    const bool rightwards = lane_of(from.thread) < lane_of(to.thread);
    // Between the two it is in the gap left of the lane on the right.
    const Step& right = rightwards ? to : from;
    const int gap_begin = right_[lane_of(right.thread) - 1];
    const int gap_end = lanes_[lane_of(right.thread)] - 8;
    if (rightwards) {
      const Point source = end_of(from);
      const Point target = dot_of(to);
      add_path(kind, source, {gap_begin, source.y}, {gap_end - 8, target.y},
               {gap_end, target.y});
    } else {
      const Point source = dot_of(from);
      const Point target = end_of(to);
      add_path(kind, {gap_end, source.y}, {gap_end - 4, source.y},
               {gap_begin + 6, target.y}, target);
    }
  }

  void add_links() {
    for (const Link& link : story_.relations().links()) {
      const Step* from = story_.step_of(link.write);
      const Step* to = story_.step_of(link.read);
      if (from == nullptr || to == nullptr) continue;
      const Event& read = story_.relations().event_of(link.read);
      // What a waiter sees of others is the checker's own state.
      if (is_object(read.operation) && !link.synchronizes) continue;
      connect(link.synchronizes ? "arrow sync" : "arrow value", *from, *to);
      has_sync_ = has_sync_ || link.synchronizes;
      has_value_ = has_value_ || !link.synchronizes;
    }
    for (const Step& step : story_.steps()) {
      const Event& event = story_.relations().event_of(step.item);
      if (event.kind == EventKind::create) add_start(step, event.other);
      if (event.kind == EventKind::join) {
        if (const Step* last = story_.last_step_of(event.other)) {
          connect("arrow sync", *last, step);
          has_sync_ = true;
        }
      }
    }
  }

  void add_start(const Step& start, int thread) {
    for (const Step& step : story_.steps()) {
      if (step.thread != thread) continue;
      connect("arrow sync", start, step);
      has_sync_ = true;
      return;
    }
  }

  void add_race() {
    const RacingPair pair = racing_pair(story_);
    if (pair.first == nullptr) return;
    connect("race", *pair.first, *pair.second);
    has_race_ = true;
  }

  void add_legend() {
    int x = kMargin;
    const int y = height_ - 24;
    const auto add = [&](bool shown, const char* kind, const char* words) {
      if (!shown) return;
      add_path(kind, {x, y - 4}, {x + 10, y - 4}, {x + 34, y - 4},
               {x + 44, y - 4});
      add_text("faint", {x + 54, y}, words);
      x += 54 + (static_cast<int>(std::string(words).size()) + 3) * kLetter;
    };
    add(has_sync_, "arrow sync", "synchronizes");
    add(has_value_, "arrow value", "value only");
    add(has_race_, "race", "data race");
  }

  std::string description() const {
    std::string text = subtitle_.empty() ? "" : subtitle_ + ". ";
    for (const Step& step : story_.steps()) {
      text += "Step " + std::to_string(step.number) + ", " +
              story_.thread(step.thread) + ": " + label_of(story_, step);
      if (!step.source().empty()) text += " " + step.source();
      text += ". ";
    }
    return text;
  }

  const Story& story_;
  std::vector<int> threads_;
  std::vector<int> lanes_;  // x
  std::vector<int> right_;  // where the widest words of a lane end
  std::string title_;
  std::string subtitle_;
  int width_ = 0;
  int height_ = 0;
  bool has_sync_ = false;
  bool has_value_ = false;
  bool has_race_ = false;
  std::string svg_;
};

}  // namespace

std::string svg_timeline(const Story& story) { return Timeline(story).text(); }

}  // namespace hb::checker
