#include "pipeline/engine/resume.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "pipeline/container/checksum.hpp"
#include "pipeline/engine/input_files.hpp"

namespace hb::pipeline {
namespace {

Failure other_run(const PackJob& job, std::string_view what) {
  return Failure(
      FailureKind::usage, Stage::walk, job.options.checkpoint->native(),
      fmt::format("is of {}; leave out --resume to begin afresh", what));
}

// All of a record's bytes, its seal, and that no record is missing between two.
void check_records(const Checkpoint& checkpoint, const ContainerKeys& keys,
                   const File& partial) {
  const Header& header = keys.header();
  std::vector<std::byte> record(sealed_bound(header, header.largest_chunk));
  std::vector<std::byte> raw(header.largest_chunk);
  Opener opener(keys);
  std::uint64_t end = kHeaderBytes;
  for (std::size_t n = 0; n < checkpoint.index.chunks.size(); ++n) {
    const ChunkEntry& entry = checkpoint.index.chunks[n];
    const std::size_t bytes = record_bytes(header, entry.stored_bytes);
    if (entry.offset != end || bytes > record.size()) {
      throw Failure(FailureKind::damaged, Stage::read, partial.name(),
                    "is not what the checkpoint says; leave out --resume to "
                    "begin afresh");
    }
    const auto all = std::span(record).first(bytes);
    partial.read_exactly(all, entry.offset);
    opener.open(n, entry, all, raw);
    end += bytes;
  }
  if (end != checkpoint.bytes) {
    throw Failure(FailureKind::damaged, Stage::read, partial.name(),
                  "is not as long as the checkpoint says; leave out --resume "
                  "to begin afresh");
  }
}

bool is_finished(const Item& item) {
  return std::ranges::any_of(item.checksum,
                             [](std::byte b) { return b != std::byte{0}; });
}

std::uint64_t packed_bytes(const Item& item) {
  std::uint64_t sum = 0;
  for (const Segment& segment : item.segments) sum += segment.bytes;
  return sum;
}

// The file, read up to where its segments end; none where it no longer has
// them.
std::optional<OpenFile> read_again(const Tree& tree, std::size_t number,
                                   const std::vector<Segment>& segments) {
  try {
    OpenFile file(number, InputFiles(tree).open(number));
    const Item& item = tree.entries[number].item;
    if (file.size() != item.size || file.mtime() != item.mtime) return {};
    std::vector<std::byte> memory(256 * 1024);
    for (const Segment& segment : segments) {
      if (file.position() != segment.file_offset) return {};
      for (std::size_t left = segment.bytes; left > 0;) {
        const std::size_t bytes = static_cast<std::size_t>(
            std::min<std::uint64_t>({left, memory.size(), file.data_left()}));
        if (bytes == 0) return {};
        file.read(std::span(memory).first(bytes));
        left -= bytes;
      }
    }
    if (file.data_left() == 0) return {};
    return file;
  } catch (const Failure&) {
    return {};  // the run itself will meet it again, and say so
  }
}

}  // namespace

std::uint64_t hash_of_options(const PackJob& job, const Header& header) {
  const std::string text = fmt::format(
      "{} {} {} {} {} {}", static_cast<int>(header.compressed),
      static_cast<int>(header.cipher), static_cast<int>(header.derivation),
      header.level, header.largest_chunk, job.options.chunk_bytes.value_or(0));
  return checksum64(std::as_bytes(std::span(text)));
}

Begun resume_from(const Checkpoint& checkpoint, const PackJob& job,
                  const ContainerKeys& keys, const File& partial, Tree& tree) {
  if (checkpoint.input != tree.root.native())
    throw other_run(job, "another input");
  if (checkpoint.options != hash_of_options(job, keys.header())) {
    throw other_run(job, "a run with other options");
  }
  check_records(checkpoint, keys, partial);
  partial.truncate(checkpoint.bytes);

  std::unordered_map<std::string_view, std::size_t> by_path;
  for (std::size_t n = 0; n < tree.entries.size(); ++n) {
    by_path.emplace(tree.entries[n].item.path, n);
  }
  Begun begun{checkpoint.index.chunks,
              checkpoint.bytes,
              {.chunk = checkpoint.index.chunks.size(),
               .done = std::vector<bool>(tree.entries.size()),
               .file = {}}};
  const Item* cut = nullptr;
  std::size_t cut_number = 0;
  for (const Item& before : checkpoint.index.items) {
    const auto found = by_path.find(before.path);
    if (found == by_path.end() || before.segments.empty()) continue;
    Item& now = tree.entries[found->second].item;
    if (before.error != 0 || now.error != 0 || now.kind != before.kind ||
        now.size != before.size || now.mtime != before.mtime) {
      continue;
    }
    if (is_finished(before)) {
      now.segments = before.segments;
      now.checksum = before.checksum;
      begun.start.done[found->second] = true;
    } else if (cut == nullptr || packed_bytes(*cut) < packed_bytes(before)) {
      cut = &before;  // of several, the one that would cost most
      cut_number = found->second;
    }
  }
  if (cut != nullptr) {
    begun.start.file = read_again(tree, cut_number, cut->segments);
    if (begun.start.file) {
      tree.entries[cut_number].item.segments = cut->segments;
    }
  }
  return begun;
}

}  // namespace hb::pipeline
