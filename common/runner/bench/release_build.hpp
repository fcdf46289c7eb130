// Lessons and benchmarks are built as people run them: preset release, when
// first needed.
#pragma once

#include <filesystem>
#include <string>

#include "runner/system/workspace.hpp"

namespace hb::runner {

// Builds one target and returns its program, build/release/bin/TARGET. Says
// nothing unless it fails; `label` is what people wait for ("lesson 07").
// Throws UserError (3) with what the build said, Stopped on a signal.
std::filesystem::path build_release(const Workspace& workspace,
                                    const std::string& target,
                                    const std::string& label);

// Makes build/release/bin/PROGRAM be there after the tests have built it: the
// release build's own where there is one, brought up to date by `target`; else
// a link to the one that the tests used, until build_release() replaces it.
// Does nothing if the tests had none. Throws as build_release() does.
void offer_tested_program(const Workspace& workspace,
                          const std::string& program,
                          const std::string& target);

// Installs what benchmarks need, through the launcher, unless it is there.
// Throws UserError (3) if that fails.
void need_benchmark_packages(const Workspace& workspace);

// The same for lesson 22.
void need_capstone_packages(const Workspace& workspace);

// The value of `name` in a CMakeCache.txt's text, or empty.
std::string cached_value(const std::string& cache, const std::string& name);

}  // namespace hb::runner
