#include "pipeline/fuzz/mutate_container.hpp"

#include <unistd.h>

#include <filesystem>
#include <iterator>
#include <string>

#include "pipeline/container/samples.hpp"
#include "pipeline/failure.hpp"
#include "pipeline/files/scratch_folder.hpp"
#include "pipeline/restore/restore.hpp"

namespace hb::pipeline::fuzz {
namespace {

using samples::Draft;

std::size_t below(std::mt19937_64& random, std::size_t limit) {
  return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random);
}

// Where mistakes live: at the ends of ranges.
std::uint64_t number(std::mt19937_64& random) {
  constexpr std::uint64_t kEnds[] = {
      0,          1,          2,          9,          99,         100,
      101,        104,        0x7f,       0xff,       0xffff,     1u << 20,
      1u << 26,   0x7fffffff, 0x80000000, 0xffffffff, 1ull << 32, 1ull << 62,
      ~0ull >> 1, 1ull << 63, ~0ull - 1,  ~0ull};
  return kEnds[below(random, std::size(kEnds))];
}

template <typename Field>
void change(Field& field, std::mt19937_64& random) {
  const auto next = static_cast<std::uint64_t>(field) + 1;
  field = static_cast<Field>(below(random, 4) == 0 ? next : number(random));
}

void change_chunk(ChunkEntry& chunk, std::mt19937_64& random) {
  switch (below(random, 5)) {
    case 0:
      return change(chunk.offset, random);
    case 1:
      return change(chunk.raw_bytes, random);
    case 2:
      return change(chunk.stored_bytes, random);
    case 3:
      return change(chunk.flags, random);
    default:
      chunk.tag[below(random, kTagBytes)] ^= std::byte{1};
  }
}

void change_segment(Segment& segment, std::mt19937_64& random) {
  switch (below(random, 4)) {
    case 0:
      return change(segment.chunk, random);
    case 1:
      return change(segment.chunk_offset, random);
    case 2:
      return change(segment.bytes, random);
    default:
      return change(segment.file_offset, random);
  }
}

void change_path(std::string& path, std::mt19937_64& random) {
  constexpr const char* kPieces[] = {"/",    "..",    "/../",   ".",
                                     "root", "link/", "\x1b[2J"};
  const std::size_t at = below(random, path.size() + 1);
  if (below(random, 3) == 0) {
    path.resize(at);
  } else if (below(random, 8) == 0) {
    path.insert(at, 1, '\0');
  } else {
    path.insert(at, kPieces[below(random, std::size(kPieces))]);
  }
}

void change_item(Item& item, std::mt19937_64& random) {
  switch (below(random, 9)) {
    case 0:
      item.kind = static_cast<ItemKind>(below(random, 4));
      return;
    case 1:
      return change(item.error, random);
    case 2:
      return change(item.mode, random);
    case 3:
      return change(item.mtime, random);
    case 4:
      return change(item.size, random);
    case 5:
      return change_path(item.path, random);
    case 6:
      return change_path(item.target, random);
    case 7:
      item.segments.resize(below(random, 4));
      return;
    default:
      if (item.segments.empty()) return;
      change_segment(item.segments[below(random, item.segments.size())],
                     random);
  }
}

void change_index(Index& index, std::mt19937_64& random) {
  switch (below(random, 8)) {
    case 0:
      return index.chunks.resize(below(random, 5));
    case 1:
      index.items.resize(below(random, index.items.size() + 1));
      return;
    case 2:
      if (index.chunks.empty()) return;
      return change_chunk(index.chunks[below(random, index.chunks.size())],
                          random);
    case 3:
      if (index.items.empty()) return;
      std::swap(index.items[below(random, index.items.size())],
                index.items[below(random, index.items.size())]);
      return;
    default:
      if (index.items.empty()) return;
      change_item(index.items[below(random, index.items.size())], random);
  }
}

const Draft& draft() {
  static const Draft draft = [] {
    Draft made = samples::some_draft(Cipher::none);
    made.seal({});
    return made;
  }();
  return draft;
}

const Bytes& good() {
  static const Bytes bytes = Draft(draft()).seal({});
  return bytes;
}

Bytes with_changed_index(std::mt19937_64& random) {
  Draft forged = draft();
  for (std::size_t n = 1 + below(random, 3); n > 0; --n) {
    change_index(forged.index, random);
  }
  const ChunkEntry& last = draft().index.chunks.back();
  const std::size_t end =
      last.offset + record_bytes(forged.header, last.stored_bytes);
  return forged.with_index(
      Bytes(good().begin(), good().begin() + static_cast<std::ptrdiff_t>(end)),
      ContainerKeys(forged.header, {}));
}

// The index's own bytes, compressed and summed again.
Bytes with_changed_bytes(std::mt19937_64& random) {
  Bytes bytes = good();
  for (std::size_t n = 1 + below(random, 8); n > 0; --n) {
    bytes[below(random, bytes.size())] = static_cast<std::byte>(random());
  }
  if (below(random, 4) == 0) bytes.resize(below(random, bytes.size()));
  return bytes;
}

std::filesystem::path folder() {
  return folder_in_memory() / ("fuzz_" + std::to_string(::getpid()));
}

}  // namespace

Bytes mutated(std::mt19937_64& random) {
  return below(random, 3) == 0 ? with_changed_bytes(random)
                               : with_changed_index(random);
}

bool open_all(std::span<const std::byte> bytes) {
  const samples::MemoryFile file(bytes);
  const RestoreJob job{.container = file.path(),
                       .directory = folder(),
                       .only = {},
                       .workers = 0,
                       .key = {}};
  static Metrics metrics(1, 1);
  bool accepted = false;
  try {
    verify(job, metrics);
    restore(job, metrics);
    accepted = true;
  } catch (const Failure&) {
    // What a damaged container is answered with.
  }
  if (accepted) std::filesystem::remove_all(folder());
  return accepted;
}

}  // namespace hb::pipeline::fuzz
