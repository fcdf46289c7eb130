// The command line of a test program that links the checker.
#pragma once

namespace hb::checker {

// Sets hb::flags(). Leaves the program with 2 on a wrong call. GoogleTest's own
// flags are left to it.
void read_flags(int argc, char** argv);

}  // namespace hb::checker
