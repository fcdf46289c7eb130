// 22e  tokens: what is held while one waits? (solution)
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
    // WHY the file first: whoever waits for it holds nothing that another file
    // could use. WHY to the end: it bounds what the file has in memory.
    const Permit turn(file);
    if (!turn) return false;
    int chunk = 0;
    {
      const Permit io(io_);
      if (!io) return false;
      chunk = read();
    }  // WHY here: nobody waits for the processor with the disk in hand
    {
      const Permit cpu(cpu_);
      if (!cpu) return false;
      chunk = compress(chunk);
    }
    // WHY without a token: room comes from seal_chunk(), which needs one.
    return compressed_.send(chunk);
  }

  // Receives a chunk and seals it. Returns false, and has sealed nothing, after
  // the last one, and if the tokens are closed.
  bool seal_chunk(const Seal& seal) {
    // WHY before the token: a chunk comes from compress_chunk(), which needs
    // one.
    const std::optional<int> chunk = compressed_.receive();
    if (!chunk) return false;
    const Permit cpu(cpu_);
    if (!cpu) return false;
    seal(*chunk);
    return true;
  }

 private:
  Permits& io_;
  Permits& cpu_;
  BoundedChannel<int>& compressed_;
};

}  // namespace hb
