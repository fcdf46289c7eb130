// The stages "ocr" and "llm": slow services, simulated, called once a chunk.
//
// OCR takes processor time; a language model is waited for. What either says is
// of no interest: they are there for the limiter, and for what a slow stage
// does to the queues before it. Source: a page-reading pipeline with 8 workers
// for OCR, and 30 at 150 calls a minute for the model.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <stop_token>

#include "pipeline/options.hpp"
#include "sync/gcra.hpp"

namespace hb::pipeline {

// Thread-safe. Both calls wait for their moment first, where there is a rate
// limit (one for both stages), and end early at a stop.
class SlowServices {
 public:
  static constexpr std::chrono::nanoseconds kCall =
      std::chrono::milliseconds(20);

  SlowServices(const Options& options, std::stop_token stop,
               std::chrono::nanoseconds call = kCall);

  // False: stopped. True at once without that stage. REQUIRES of
  // wait_for_llm(): no CPU token is held; of compute_ocr(): one is.
  bool wait_for_llm();
  bool compute_ocr(std::span<const std::byte> page);

  // Waits for the limiter's moment of an OCR call; before the CPU token.
  bool wait_for_ocr();

  std::uint64_t calls() const {
    // WHY relaxed: a count, and nothing is read by it.
    return calls_.load(std::memory_order_relaxed);
  }

 private:
  bool wait_for_moment();

  const bool has_llm_;
  const bool has_ocr_;
  const std::stop_token stop_;
  const std::chrono::nanoseconds call_;
  std::optional<sync::Gcra<>> rate_;
  std::atomic<std::uint64_t> calls_ = 0;
};

}  // namespace hb::pipeline
