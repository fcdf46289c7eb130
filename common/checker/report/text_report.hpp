// The report of a rejected test, for people.
#pragma once

#include <optional>
#include <string>

#include "checker/report/story.hpp"
#include "checker/report/what_if.hpp"

namespace hb::checker {

// "race: 14a spsc_ring, test CarriesTheValue, 2 of 3 executions"
std::string headline(const RecordedExecution& execution);

// The headline, the steps, the reasons and, last, one command to try.
// `what_if`: none if there was no time to ask.
std::string text_report(const Story& story,
                        const std::optional<WhatIf>& what_if);
// The same where no single execution shows the failure.
std::string text_report_of_whole(const RecordedExecution& execution);

// The command that shows this execution again.
std::string try_line(const RecordedExecution& execution);

// Words broken into lines of at most `width` columns; all lines but the first
// begin with `indentation` spaces.
std::string wrapped(const std::string& text, std::size_t width,
                    std::size_t indentation);

}  // namespace hb::checker
