// The commands: each does what a call asks for and returns the exit code.
// What goes wrong they throw, as Failure.
#pragma once

#include "call.hpp"

namespace hb::pipeline {

int pack_command(const Call& call);
int restore_command(const Call& call);
int verify_command(const Call& call);
int inspect_command(const Call& call);
int compare_command(const Call& call);
int records_command(const Call& call);
int scenario_command(const Call& call);

}  // namespace hb::pipeline
