#include "checker/runtime/warm_up.hpp"

#include <unistd.h>

#include <cstdio>
#include <iostream>
#include <locale>
#include <sstream>
#include <stdexcept>

namespace hb::checker {

void warm_up() {
  static bool is_warm = false;
  if (is_warm) return;
  is_warm = true;
  try {
    throw std::runtime_error("a first exception, long enough for the heap");
  } catch (const std::exception&) {
  }
  std::ostringstream text;
  text << std::locale().name() << 1 << 1.5 << "\n";
  char buffer[64];
  std::snprintf(buffer, sizeof buffer, "%d %f %s", 1, 1.5, "text");
  std::cout << std::flush;
  std::cerr << std::flush;
  std::clog << std::flush;
  // stdio makes its buffer when something is first written.
  std::fflush(stdout);
}

}  // namespace hb::checker
