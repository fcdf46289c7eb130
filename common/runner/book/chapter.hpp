// A chapter of the book, as people read it in a terminal.
#pragma once

#include <filesystem>
#include <string>

#include "runner/system/screen.hpp"

namespace hb::runner {

// The chapter's `title:`, or empty.
std::string chapter_title(const std::string& chapter);

// The chapter without its front matter, with its includes in place and its
// headings in bold. Throws UserError (3) if an included file or region is not
// there.
std::string chapter_text(const std::filesystem::path& file, const Style& style);

}  // namespace hb::runner
