#include "marc_copy.hpp"

#include <optional>
#include <thread>
#include <utility>

#include "channel.hpp"
#include "marc/record_reader.hpp"

namespace hb {

// #region copy
CopyReport copy_records(std::istream& input, std::ostream& output) {
  using Message = std::optional<marc::Piece>;  // nullopt: nothing follows
  Channel<Message> channel(100);
  CopyReport report;
  {
    std::jthread reader([&] {
      marc::RecordReader pieces(input);
      while (Message piece = pieces.next()) {
        const auto& [offset, bytes, problem] = *piece;
        report.bytes += bytes.size();
        if (piece->is_record()) {
          ++report.records;
        } else {
          report.malformed.push_back({offset, bytes.size(), problem});
        }
        channel.send(std::move(piece));
      }
      channel.send(std::nullopt);
    });
    std::jthread writer([&] {
      // WHY a failed write does not end this loop: without a receiver the
      // reader would wait at a full channel for ever. A stream that has
      // failed ignores what it is given.
      while (const Message piece = channel.receive()) output << piece->bytes;
      output.flush();
    });
  }
  // Both threads are joined here, so what they wrote may be read.
  report.waits = channel.waits();
  return report;
}
// #endregion copy

}  // namespace hb
