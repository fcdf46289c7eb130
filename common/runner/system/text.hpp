// Small questions about text that several rooms ask.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace hb::runner {

// Without the blanks and line breaks at both ends.
std::string trimmed(std::string_view text);

// How often `part` occurs; an empty one never does.
std::size_t count_of(std::string_view text, std::string_view part);

// Its lines, without the line breaks.
std::vector<std::string> lines_of(const std::string& text);

// Up to the first line break.
std::string first_line(std::string_view text);

// Lines longer than `width` are broken at blanks; a word is never broken.
std::string wrapped(std::string_view text, std::size_t width = 76);

}  // namespace hb::runner
