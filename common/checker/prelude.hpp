// What every test.cpp includes first, precompiled once: GoogleTest costs more
// than everything else in an exercise together.
#include <gtest/gtest.h>

#include <thread>

#include "checker/explore.hpp"
