#include "litmus_tables.hpp"

#include <cstdio>
#include <string>
#include <vector>

#include "lesson/litmus_table.hpp"
#include "litmus_programs.hpp"

namespace hb {
namespace {

constexpr auto kRelaxed = std::memory_order_relaxed;
constexpr auto kAcquire = std::memory_order_acquire;
constexpr auto kRelease = std::memory_order_release;
constexpr auto kSeqCst = std::memory_order_seq_cst;

// "r1=0 r2=0, r1=0 r2=1"
std::string outcomes(const std::vector<LitmusRow>& rows, bool allowed) {
  std::string text;
  for (const LitmusRow& row : rows) {
    if (row.is_allowed != allowed) continue;
    text += (text.empty() ? "" : ", ") + outcome_text(row.outcome);
  }
  return text.empty() ? "none" : text;
}

class LitmusTables {
 public:
  LitmusTables(std::chrono::milliseconds each, bool counts)
      : each_(each), counts_(counts) {}

  template <typename Program>
  void add(const char* name, const std::vector<LitmusRow>& rows) {
    const LitmusCounts counts = run_litmus<Program>(each_);
    impossible_ += impossible_runs(rows, counts);
    runs_ += counts.runs;
    std::printf("  %-18s never: %s\n", name, outcomes(rows, false).c_str());
    if (!counts_) return;
    if (!counts.had_two_processors) {
      std::puts("    not run: this process may use one processor only");
      return;
    }
    std::fputs(litmus_table(rows, counts).c_str(), stdout);
  }

  void print_end() const {
    std::printf("  on this machine:   seen %s of the impossible ones\n",
                impossible_ == 0 ? "none" : "SOME");
    if (counts_) {
      std::printf("  %lld runs\n", static_cast<long long>(runs_));
    }
  }

 private:
  const std::chrono::milliseconds each_;
  const bool counts_;
  std::int64_t runs_ = 0;
  std::int64_t impossible_ = 0;
};

}  // namespace

void print_litmus_tables(std::chrono::milliseconds each, bool counts) {
  constexpr bool kNever = false;
  constexpr bool kNotOnX86 = false;
  LitmusTables tables(each, counts);
  tables.add<MessagePassing<kRelaxed, kRelaxed>>(
      "MP relaxed", {{{0, 0}}, {{0, 1}}, {{1, 0}, true, kNotOnX86}, {{1, 1}}});
  tables.add<MessagePassing<kRelease, kAcquire>>(
      "MP rel/acq", {{{0, 0}}, {{0, 1}}, {{1, 0}, kNever}, {{1, 1}}});
  tables.add<StoreBuffering<kRelease, kAcquire>>(
      "SB rel/acq", {{{0, 0}}, {{0, 1}}, {{1, 0}}, {{1, 1}}});
  tables.add<StoreBuffering<kSeqCst, kSeqCst>>(
      "SB seq_cst", {{{0, 0}, kNever}, {{0, 1}}, {{1, 0}}, {{1, 1}}});
  tables.add<DekkerEntry<kRelease, kAcquire>>(
      "Dekker rel/acq", {{{0, 0}}, {{0, 1}}, {{1, 0}}, {{1, 1}}});
  tables.add<DekkerEntry<kSeqCst, kSeqCst>>(
      "Dekker seq_cst", {{{0, 0}}, {{0, 1}}, {{1, 0}}, {{1, 1}, kNever}});
  tables.print_end();
}

}  // namespace hb
