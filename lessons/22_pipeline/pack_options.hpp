// The command pack and its options.
#pragma once

#include <CLI/CLI.hpp>

#include "call.hpp"

namespace hb::pipeline {

void add_pack(CLI::App& app, Call& call);

}  // namespace hb::pipeline
