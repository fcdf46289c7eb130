// The last line of the terminal in watch mode: what is being done, and the
// keys. All other text goes above it and stays.
#pragma once

#include <string>
#include <string_view>

namespace hb::runner {

// `status` and as many of the keys as fit into `width` columns.
std::string keys_text(std::string_view status, std::size_t width);

class BottomLine {
 public:
  BottomLine();
  ~BottomLine();  // wipes it
  BottomLine(const BottomLine&) = delete;
  BottomLine& operator=(const BottomLine&) = delete;

  // What the line says from now on: something goes on, nothing goes on, or a
  // question in place of the keys. Draws it only if that is new.
  void show_busy(const std::string& status) { show(Mood::busy, status); }
  void show_idle(const std::string& status) { show(Mood::idle, status); }
  void ask(const std::string& question) { show(Mood::asking, question); }

  // Prints whole lines where the line was; the next show brings it back.
  void print(std::string_view text);
  // Makes room for a program that has the terminal to itself.
  void wipe();
  // The terminal has changed: the next show draws in any case.
  void forget();

  // False with TERM=dumb: then each new status is a line of its own.
  bool is_live() const { return live_; }

 private:
  enum class Mood { busy, idle, asking };
  void show(Mood mood, const std::string& status);

  const bool live_;
  bool drawn_ = false;
  Mood mood_ = Mood::idle;
  std::string status_;
};

}  // namespace hb::runner
