// pipeline_fuzz [--count=N] [--seed=N]: that many mutated containers. Built
// with sanitizers, which end it at the first mistake.
#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <random>
#include <string_view>

#include "pipeline/fuzz/mutate_container.hpp"

namespace {

bool read(std::string_view argument, std::string_view name,
          std::uint64_t& value) {
  if (!argument.starts_with(name)) return false;
  argument.remove_prefix(name.size());
  const char* end = argument.data() + argument.size();
  const auto [at, error] = std::from_chars(argument.data(), end, value);
  return error == std::errc() && at == end;
}

}  // namespace

int main(int count, char** arguments) {
  std::uint64_t containers = 20'000;
  std::uint64_t seed = 1;
  for (int n = 1; n < count; ++n) {
    if (!read(arguments[n], "--count=", containers) &&
        !read(arguments[n], "--seed=", seed)) {
      std::fprintf(stderr, "usage: pipeline_fuzz [--count=N] [--seed=N]\n");
      return 2;
    }
  }
  std::mt19937_64 random(seed);
  std::uint64_t accepted = 0;
  for (std::uint64_t n = 0; n < containers; ++n) {
    if (hb::pipeline::fuzz::open_all(hb::pipeline::fuzz::mutated(random))) {
      ++accepted;
    }
  }
  std::printf("%llu mutated containers: %llu refused, %llu accepted\n",
              static_cast<unsigned long long>(containers),
              static_cast<unsigned long long>(containers - accepted),
              static_cast<unsigned long long>(accepted));
  // All refused, or all accepted: then the mutations were not what they say.
  return accepted > 0 && accepted < containers ? 0 : 1;
}
