// 22e  tokens: what is held while one waits?
//
// Situation  Workers read chunks of many files and compress them; one thread
//            seals what they send. A file may have a few chunks at work, and
//            all files share a few I/O and CPU tokens. With eight CPU tokens it
//            runs. On a machine that has one it stands still; and after each
//            chunk that fails there is one token less.
//
// Task       Let both stages take what they need, when they need it:
//              - `read` runs with a permit of its file and an I/O token,
//                `compress` with the file's permit and a CPU token, `seal` with
//                a CPU token;
//              - no stage waits for its file, for room in the channel, or for
//                a chunk with a token that another could use;
//              - a file reads while another compresses, whatever the tokens;
//              - all of it is back after success, a throw, and a close.
//
// Rules      1. Edit this file only, below the line that says so.
//            2. Permits, Permit (its owner) and BoundedChannel are right as
//               they are, in common/lesson. No std::counting_semaphore:
//               libstdc++ 12's can sleep with permits left.
//
// Check      ./workbook check 22e
#pragma once

#include <functional>
#include <optional>

#include "lesson/bounded_channel.hpp"
#include "lesson/permit.hpp"

namespace hb {

using Read = std::function<int()>;  // these three may throw
using Compress = std::function<int(int)>;
using Seal = std::function<void(int)>;

// Two stages of a pipeline. `io` and `cpu` are the whole program's;
// `compressed` is between the stages. Any thread may call anything.
// ---------------------------------------------------- edit below this line
class Stages {
 public:
  Stages(Permits& io, Permits& cpu, BoundedChannel<int>& compressed)
      : io_(io), cpu_(cpu), compressed_(compressed) {}

  // Reads a chunk, compresses it, and sends it, within the limit of its file.
  // Returns false, and has not sent it, if something is closed.
  bool compress_chunk(Permits& file, const Read& read,
                      const Compress& compress) {
    // TODO: which of the three, when, and until when?
    if (!cpu_.acquire() || !io_.acquire() || !file.acquire()) return false;
    const bool is_sent = compressed_.send(compress(read()));
    file.release();
    io_.release();
    cpu_.release();
    return is_sent;
  }

  // Receives a chunk and seals it. Returns false, and has sealed nothing, after
  // the last one, and if the tokens are closed.
  bool seal_chunk(const Seal& seal) {
    if (!cpu_.acquire()) return false;
    const std::optional<int> chunk = compressed_.receive();
    if (chunk) seal(*chunk);
    cpu_.release();
    return chunk.has_value();
  }

 private:
  Permits& io_;
  Permits& cpu_;
  BoundedChannel<int>& compressed_;
};

}  // namespace hb
