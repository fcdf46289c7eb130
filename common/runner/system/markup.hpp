// Text in HTML, SVG and XML.
#pragma once

#include <string>
#include <string_view>

namespace hb::runner {

// So that it is read as itself, between tags and in the value of an attribute.
std::string markup_text(std::string_view text);

}  // namespace hb::runner
