// Writes all mutants of an answer into one source, which is compiled once.
//
// Each place that can go wrong asks at run time which mutant it is
// (mutant_switch.hpp). Only what stands below "edit below this line" changes.
#pragma once

#include <map>
#include <string>

#include "runner/mutants/mutant.hpp"

namespace hb::runner {

// `files` are an answer's, by name.
MutatedAnswer mutate(const std::map<std::string, std::string>& files,
                     const MutantChoice& choice = {});

// The same for a test. Each EXPECT and ASSERT has two numbers for HB_DISARMED:
// with that of its mutant it is deleted, and with the next it evaluates what it
// is given and expects nothing. Names: "Test: EXPECT_EQ(a, b)".
MutatedAnswer disarm(const std::string& file, const std::string& test);

}  // namespace hb::runner
