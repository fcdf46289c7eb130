#include "checker/threads/place.hpp"

#include <cstddef>
#include <cstdlib>
#include <string_view>

extern "C" [[gnu::weak]] void __sanitizer_symbolize_pc(void* pc,
                                                       const char* format,
                                                       char* out,
                                                       std::size_t out_size);

namespace hb::threads {
namespace {

// WHY these are skipped: a place inside a library header says nothing about
// the learner's line that called it.
bool is_ours(std::string_view file) {
  return file.starts_with('/') && !file.starts_with("/usr/") &&
         file.find("/common/checker/") == file.npos;
}

}  // namespace

Place innermost_place(void* const* frames, int count) {
  if (__sanitizer_symbolize_pc == nullptr) return {};
  for (int i = 0; i < count && frames[i] != nullptr; ++i) {
    // One text a function that was inlined here, innermost first; the list ends
    // with an empty one.
    char texts[8192] = "";
    // WHY minus one: a frame holds the address after the call.
    __sanitizer_symbolize_pc(static_cast<char*>(frames[i]) - 1, "%s|%l", texts,
                             sizeof texts);
    for (std::string_view text = texts; !text.empty();
         text = text.data() + text.size() + 1) {
      const auto bar = text.rfind('|');
      if (bar == text.npos || !is_ours(text.substr(0, bar))) continue;
      return {std::string(text.substr(0, bar)),
              std::atoi(text.data() + bar + 1)};
    }
  }
  return {};
}

}  // namespace hb::threads
