#include "pipeline/end_to_end/tool.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <thread>

#include "pipeline/end_to_end/tree_generator.hpp"

namespace hb::pipeline {
namespace {

namespace fs = std::filesystem;

std::uint64_t number_in(const std::string& text) {
  std::uint64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

}  // namespace

bool Settings::has(const std::string& word) const {
  return std::ranges::count(words, word) > 0;
}

Settings read_settings(int argc, char** argv, std::uint64_t count,
                       const std::vector<std::string>& words) {
  Settings settings;
  settings.count = count;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    const std::size_t equals = word.find('=');
    const std::string name = word.substr(0, equals);
    const std::string value =
        equals == std::string::npos ? "" : word.substr(equals + 1);
    if (name == "--tool") {
      settings.tool = value;
    } else if (name == "--layer") {
      settings.layer = value;
    } else if (name == "--input") {
      settings.input = value;
    } else if (name == "--count") {
      settings.count = number_in(value);
    } else if (name == "--seed") {
      settings.seed = number_in(value);
    } else if (name == "--jobs") {
      settings.jobs = std::max<std::size_t>(1, number_in(value));
    } else if (std::ranges::count(words, name) > 0) {
      settings.words.push_back(name);
    } else {
      fmt::print(stderr, "{}: what is {}\n", argv[0], word);
      std::exit(2);
    }
  }
  return settings;
}

Scratch::Scratch() : ScratchFolder(fs::temp_directory_path()) {}

Scratch::~Scratch() {
  try {
    remove_tree(path());
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
  }
}

fs::path Scratch::file(const std::string& name,
                       const std::string& content) const {
  const fs::path made = *this / name;
  std::ofstream(made, std::ios::binary) << content;
  return made;
}

std::string content_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<std::string> names_in(const fs::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) {
    names.push_back(entry.path().filename().native());
  }
  std::ranges::sort(names);
  return names;
}

std::string complaint_of_pack(const Ended& ended) {
  if (ended.exit_code != 0) return "pack: " + ended.text();
  const auto report = nlohmann::json::parse(ended.out, nullptr, false);
  if (report.is_discarded()) return "pack: its report is not JSON";
  if (!report.value("permits_returned", false)) {
    return "pack: permits are missing";
  }
  return "";
}

void Complaints::add(const std::string& text) {
  std::lock_guard lock(mutex_);
  if (++count_ <= kMost) fmt::print(stderr, "{}\n", text);
}

void in_parallel(std::size_t jobs, std::uint64_t count, Complaints& complaints,
                 const std::function<void(std::uint64_t)>& body) {
  std::atomic<std::uint64_t> next = 0;
  const auto work = [&] {
    // WHY relaxed: it hands out numbers and publishes nothing.
    for (std::uint64_t i = next.fetch_add(1, std::memory_order_relaxed);
         i < count; i = next.fetch_add(1, std::memory_order_relaxed)) {
      try {
        body(i);
      } catch (const std::exception& error) {
        complaints.add(fmt::format("number {}: {}", i, error.what()));
      }
    }
  };
  std::vector<std::jthread> threads;
  for (std::size_t i = 1; i < jobs; ++i) threads.emplace_back(work);
  work();
}

}  // namespace hb::pipeline
