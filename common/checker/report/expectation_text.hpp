// What GoogleTest says of a failed expectation, as one sentence.
#pragma once

#include <string>

namespace hb::checker {

// "Expected equality of these values: ..." over five lines becomes
// "count is 1, and not 2". What has another form is put on one line.
std::string expectation_text(const std::string& message);

}  // namespace hb::checker
