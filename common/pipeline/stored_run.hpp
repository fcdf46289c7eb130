// For tests: what the book shows of the pipeline, held against what happens.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace hb::pipeline {

// The program is build/PRESET/bin/hb_pipeline_test.
inline std::filesystem::path stored_run_path(const std::string& name) {
  const char* const named = std::getenv("WORKBOOK_ROOT");
  const std::filesystem::path program =
      std::filesystem::read_symlink("/proc/self/exe");
  const std::filesystem::path root = named != nullptr
                                         ? std::filesystem::path(named)
                                         : program.parent_path() / "../../..";
  return root.lexically_normal() / "book/runs" / name;
}

inline std::string stored_run(const std::string& name) {
  std::ifstream file(stored_run_path(name), std::ios::binary);
  EXPECT_TRUE(file.good()) << "no book/runs/" << name;
  return {std::istreambuf_iterator<char>(file), {}};
}

// WORKBOOK_STORE_RUNS=1 writes the file instead.
inline void expect_stored_run(const std::string& name,
                              const std::string& made) {
  if (std::getenv("WORKBOOK_STORE_RUNS") != nullptr) {
    std::ofstream(stored_run_path(name), std::ios::binary) << made;
    return;
  }
  EXPECT_EQ(made, stored_run(name))
      << "book/runs/" << name << " is not what happens\n"
      << "  try: WORKBOOK_STORE_RUNS=1 build/dev/bin/hb_pipeline_test";
}

}  // namespace hb::pipeline
