// The terminal while keys are read from it, and the keys.
#pragma once

#include <termios.h>

#include <optional>
#include <string>
#include <string_view>

namespace hb::runner {

// Finds the keys in what a terminal sends: letters and control characters.
// The sequences of arrows and function keys are left out, also when they come
// in pieces.
class KeyReader {
 public:
  std::string keys(std::string_view bytes);

 private:
  enum class Within { nothing, escape, sequence };
  Within within_ = Within::nothing;
};

// A terminal without echo that gives each key at once. Ctrl-C and Ctrl-Z stay
// signals. Its own settings come back with leave(), at the latest with the
// object.
class RawTerminal {
 public:
  explicit RawTerminal(int terminal);
  ~RawTerminal();
  RawTerminal(const RawTerminal&) = delete;
  RawTerminal& operator=(const RawTerminal&) = delete;

  // Does nothing in the background: there the terminal is somebody else's.
  void enter();
  // What was typed while another program had the terminal is not meant for us.
  void forget_keys();
  void leave();

  // True if the terminal is ours to read from.
  bool in_foreground() const;

  // The keys typed since the last call; waits for none if there are none.
  // nullopt once the terminal is gone.
  std::optional<std::string> read_keys();

 private:
  const int terminal_;
  termios own_ = {};  // its settings before us
  bool entered_ = false;
  KeyReader reader_;
};

}  // namespace hb::runner
