// The three programs, with the orders that matter, and what each may come to.
#pragma once

#include <chrono>

namespace hb {

// Runs each program for about that long and says whether an outcome came out
// that the memory model rules out. With `counts`, the tables too: they differ
// from run to run and from machine to machine.
void print_litmus_tables(std::chrono::milliseconds each, bool counts);

}  // namespace hb
