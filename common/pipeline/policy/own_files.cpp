#include "pipeline/policy/own_files.hpp"

#include <string>
#include <string_view>
#include <system_error>

#include "pipeline/failure.hpp"

namespace hb::pipeline {
namespace {

using Path = std::filesystem::path;

struct Named {
  std::string_view what;
  Path path;
};

Path with_end(const Path& path, const char* end) {
  Path whole = path;
  whole += end;
  return whole;
}

// WHY the folder alone: what has the name need not be there yet.
Path whole_name(const Path& path) {
  std::error_code none;
  const Path whole = std::filesystem::absolute(path).lexically_normal();
  const Path folder = std::filesystem::canonical(whole.parent_path(), none);
  return none ? whole : folder / whole.filename();
}

bool are_one(const Path& one, const Path& other) {
  std::error_code none;
  return whole_name(one) == whole_name(other) ||
         std::filesystem::equivalent(one, other, none);
}

std::vector<Named> named_written(const PackFiles& files) {
  std::vector<Named> all = {{"OUTPUT", files.output},
                            {"OUTPUT", with_end(files.output, ".partial")}};
  if (files.checkpoint) {
    all.push_back({"--checkpoint", *files.checkpoint});
    all.push_back({"--checkpoint", with_end(*files.checkpoint, ".new")});
  }
  if (files.metrics) {
    all.push_back({"--metrics-file", *files.metrics});
    all.push_back({"--metrics-file", with_end(*files.metrics, ".partial")});
  }
  return all;
}

void check_pair(const Named& one, const Named& other) {
  if (one.what == other.what || !are_one(one.path, other.path)) return;
  throw Failure(FailureKind::usage, Stage::walk, one.path.native(),
                std::string(one.what) + " and " + std::string(other.what) +
                    " would be one file; name another");
}

}  // namespace

std::vector<Path> written(const PackFiles& files) {
  std::vector<Path> all;
  for (Named& one : named_written(files)) all.push_back(std::move(one.path));
  return all;
}

void check_differ(const PackFiles& files) {
  std::vector<Named> all = named_written(files);
  const std::size_t writes = all.size();
  all.push_back({"INPUT", files.input});
  if (files.key) all.push_back({"the key's file", *files.key});
  for (std::size_t n = 0; n < writes; ++n) {
    for (std::size_t other = n + 1; other < all.size(); ++other) {
      check_pair(all[n], all[other]);
    }
  }
}

}  // namespace hb::pipeline
