// What the engine's tests share: files, a plan, and a container read back.
#pragma once

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "pipeline/container/codec.hpp"
#include "pipeline/container/index.hpp"
#include "pipeline/container/reading.hpp"
#include "pipeline/engine/pack.hpp"
#include "pipeline/files/scratch_folder.hpp"

namespace hb::pipeline::pack_testing {

inline void write_file(const std::filesystem::path& path,
                       const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

// Half of it compresses.
inline std::string some_bytes(std::size_t size, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::string text(size, 'a');
  for (std::size_t n = 0; n < size; n += 2) {
    text[n] = static_cast<char>(random());
  }
  return text;
}

// Small chunks, so that small files have several.
inline Plan small_plan() {
  Plan plan;
  plan.cpu_tokens = 2;
  plan.io_tokens = 4;
  plan.tokens_per_file = 2;
  plan.workers = 2;
  plan.channel_depth = 2;
  plan.window = 5;
  plan.chunk_bytes = plan.least_chunk_bytes = plan.most_chunk_bytes = 4096;
  return plan;
}

inline PackJob job_for(const std::filesystem::path& input,
                       const std::filesystem::path& output) {
  PackJob job;
  job.input = input;
  job.output = output;
  job.options.small_file_bytes = 1000;
  job.options.level = 1;
  job.options.chunk_bytes = 4096;
  return job;
}

// Every file of a container: its path and all its bytes, holes as zeros.
inline std::map<std::string, std::string> files_in(
    const std::filesystem::path& path, const KeySource& key = {}) {
  const Container container = Container::open(path, key);
  const std::uint32_t largest = container.keys().header().largest_chunk;
  Opener opener(container.keys());
  std::vector<std::byte> record(
      sealed_bound(container.keys().header(), largest));
  std::vector<std::vector<std::byte>> chunks;
  for (std::size_t n = 0; n < container.index().chunks.size(); ++n) {
    std::vector<std::byte> raw(largest);
    const auto opened = opener.open(n, container.index().chunks[n],
                                    container.read_record(n, record), raw);
    chunks.emplace_back(opened.begin(), opened.end());
  }
  std::map<std::string, std::string> files;
  for (const Item& item : container.index().items) {
    if (item.kind != ItemKind::file || item.error != 0) continue;
    std::string bytes(item.size, '\0');
    for (const Segment& segment : item.segments) {
      const std::byte* const from =
          chunks.at(segment.chunk).data() + segment.chunk_offset;
      bytes.replace(segment.file_offset, segment.bytes,
                    reinterpret_cast<const char*>(from), segment.bytes);
    }
    files[item.path] = bytes;
  }
  return files;
}

}  // namespace hb::pipeline::pack_testing
