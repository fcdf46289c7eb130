#include "records.hpp"

#include <fstream>
#include <limits>
#include <memory>
#include <stdexcept>
#include <utility>

#include "marc/record_generator.hpp"
#include "marc/record_reader.hpp"

namespace hb {

Source generated_records(std::size_t count) {
  auto generator = std::make_shared<marc::RecordGenerator>(15);
  return [generator, left = count]() mutable -> std::optional<std::string> {
    if (left == 0) return std::nullopt;
    --left;
    return generator->next();
  };
}

Source records_in(const std::string& path) {
  struct File {
    std::ifstream stream;
    marc::RecordReader reader{stream};
  };
  auto file = std::make_shared<File>();
  file->stream.open(path, std::ios::binary);
  if (!file->stream) throw std::runtime_error("cannot read \"" + path + "\"");
  return [file, path]() -> std::optional<std::string> {
    while (auto piece = file->reader.next()) {
      if (piece->is_record()) return std::move(piece->bytes);
    }
    if (file->stream.bad()) {
      throw std::runtime_error("reading \"" + path + "\" failed");
    }
    return std::nullopt;
  };
}

Records collect(const Source& next) {
  return collect_some(next, std::numeric_limits<std::size_t>::max());
}

Records collect_some(const Source& next, std::size_t size) {
  Records records;
  while (records.size() < size) {
    auto record = next();
    if (!record) break;
    records.push_back(std::move(*record));
  }
  return records;
}

}  // namespace hb
