// inspect: what is in a container, from its header and its index alone.

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <cstdio>
#include <ctime>
#include <nlohmann/json.hpp>
#include <string>

#include "commands.hpp"
#include "pipeline/container/reading.hpp"
#include "pipeline/failure.hpp"
#include "pipeline/text.hpp"

namespace hb::pipeline {
namespace {

std::string cipher_text(const Header& header) {
  switch (header.cipher) {
    case Cipher::none:
      return "not encrypted";
    case Cipher::aes_256_gcm:
      return "AES-256-GCM";
    case Cipher::xchacha20_poly1305:
      return "XChaCha20-Poly1305";
  }
  return "an unknown cipher";
}

std::string derivation_text(const Header& header) {
  switch (header.derivation) {
    case KeyDerivation::none:
      return "no key";
    case KeyDerivation::key_file:
      return "a key file";
    case KeyDerivation::argon2id:
      return fmt::format("a passphrase (Argon2id, {} passes over {})",
                         header.argon2_passes, bytes_text(header.argon2_bytes));
  }
  return "an unknown key";
}

std::string time_text(std::int64_t nanoseconds) {
  const std::time_t seconds = nanoseconds / 1'000'000'000;
  std::tm parts{};
  if (gmtime_r(&seconds, &parts) == nullptr) return "?";
  return fmt::format("{:%Y-%m-%d %H:%M:%S}", parts);
}

char letter(ItemKind kind) {
  switch (kind) {
    case ItemKind::file:
      return '-';
    case ItemKind::directory:
      return 'd';
    case ItemKind::link:
      return 'l';
  }
  return '?';
}

std::string item_text(const Item& item) {
  std::string text =
      fmt::format("{}{:04o} {:>14} {} {}", letter(item.kind), item.mode & 07777,
                  item.kind == ItemKind::file ? grouped(item.size) : "",
                  time_text(item.mtime), printable(item.path));
  if (item.kind == ItemKind::link) text += " -> " + printable(item.target);
  if (item.error != 0) text += "  (could not be read; its data are not here)";
  return text;
}

std::uint64_t raw_bytes(const Index& index) {
  std::uint64_t sum = 0;
  for (const ChunkEntry& chunk : index.chunks) sum += chunk.raw_bytes;
  return sum;
}

void print_header(const Header& header) {
  fmt::print("container   version {}, {}, {}\n", kVersion,
             header.compressed ? fmt::format("zstd level {}", header.level)
                               : "not compressed",
             cipher_text(header));
  fmt::print("key         {}\n", derivation_text(header));
}

void print_all(const Container& container, bool lists_chunks) {
  const Index& index = container.index();
  const std::uint64_t raw = raw_bytes(index);
  print_header(container.keys().header());
  fmt::print("size        {}, of {} packed", bytes_text(container.bytes()),
             bytes_text(raw));
  if (container.bytes() > 0) {
    fmt::print(" ({:.2f} : 1)", static_cast<double>(raw) /
                                    static_cast<double>(container.bytes()));
  }
  fmt::print("\nitems       {}\nchunks      {}\n\n",
             grouped(index.items.size()), grouped(index.chunks.size()));
  for (const Item& item : index.items) fmt::print("{}\n", item_text(item));
  if (!lists_chunks) return;
  fmt::print("\n{:>8} {:>16} {:>12} {:>12}\n", "chunk", "offset", "raw",
             "stored");
  for (std::size_t i = 0; i < index.chunks.size(); ++i) {
    const ChunkEntry& chunk = index.chunks[i];
    fmt::print("{:>8} {:>16} {:>12} {:>12}{}\n", i, chunk.offset,
               chunk.raw_bytes, chunk.stored_bytes,
               (chunk.flags & kStoredPlain) != 0 ? "  plain" : "");
  }
}

nlohmann::json json_of(const Header& header) {
  return {{"version", kVersion},
          {"compressed", header.compressed},
          {"level", header.level},
          {"cipher", cipher_text(header)},
          {"key", derivation_text(header)}};
}

nlohmann::json json_of(const Container& container) {
  nlohmann::json report = {{"schema", 1}, {"command", "inspect"}};
  report["header"] = json_of(container.keys().header());
  report["bytes"] = container.bytes();
  report["raw_bytes"] = raw_bytes(container.index());
  report["items"] = nlohmann::json::array();
  for (const Item& item : container.index().items) {
    // WHY printable: JSON is text, and a name may be any bytes.
    report["items"].push_back({{"path", printable(item.path)},
                               {"kind", std::string(1, letter(item.kind))},
                               {"size_bytes", item.size},
                               {"mode", item.mode},
                               {"mtime_ns", item.mtime},
                               {"target", printable(item.target)},
                               {"error", item.error}});
  }
  report["chunks"] = nlohmann::json::array();
  for (const ChunkEntry& chunk : container.index().chunks) {
    report["chunks"].push_back({{"offset", chunk.offset},
                                {"raw_bytes", chunk.raw_bytes},
                                {"stored_bytes", chunk.stored_bytes},
                                {"flags", chunk.flags}});
  }
  return report;
}

}  // namespace

int inspect_command(const Call& call) {
  const Header header = Container::read_header(call.read.container);
  if (header.cipher != Cipher::none &&
      call.key.derivation() == KeyDerivation::none) {
    if (call.view.json) {
      nlohmann::json report = {{"schema", 1}, {"command", "inspect"}};
      report["header"] = json_of(header);
      fmt::print("{}\n", report.dump());
    } else {
      print_header(header);
      fmt::print(
          "\nWhat is in it is encrypted, too.\ntry: pipeline inspect {} "
          "{} FILE\n",
          printable(call.read.container.string()),
          header.derivation == KeyDerivation::argon2id ? "--passphrase-file"
                                                       : "--key-file");
    }
    return 0;
  }
  const Container container = Container::open(call.read.container, call.key);
  if (call.view.json) {
    fmt::print("{}\n", json_of(container).dump());
  } else {
    print_all(container, call.read.lists_chunks);
  }
  return 0;
}

}  // namespace hb::pipeline
