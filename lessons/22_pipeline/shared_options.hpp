// What more than one command takes, and what each --help ends with.
#pragma once

#include <CLI/CLI.hpp>

#include "call.hpp"

namespace hb::pipeline {

inline constexpr const char* kExitCodes =
    "Exit codes: 0 fine, 1 compare found differences, 64 wrong call,\n"
    "65 damaged data or an item that is missing, 66 no input, 73 cannot "
    "create,\n74 reading or writing failed, 77 not allowed or wrong key,\n"
    "129, 130 and 143 SIGHUP, SIGINT and SIGTERM.";

void add_key(CLI::App& app, KeySource& key);
void add_view(CLI::App& app, Call& call);

}  // namespace hb::pipeline
