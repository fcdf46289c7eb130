#include "pipeline.hpp"

#include <cstdio>
#include <functional>
#include <latch>
#include <sstream>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "marc/record_generator.hpp"
#include "marc/record_reader.hpp"
#include "sync/channel.hpp"

namespace hb {

namespace {

// #region stages
// Calls `read(send)` on a thread of its own, `work` on `workers` threads for
// each value that is sent, and `write` on the caller's for each result, in the
// order of completion.
template <typename T>
void run_stages(const std::function<void(std::function<void(T)>)>& read,
                unsigned workers, const std::function<T(T)>& work,
                const std::function<void(T)>& write) {
  sync::Channel<T> values(4);
  sync::Channel<T> results(4);
  std::jthread reader([&] {
    read([&](T value) { values.send(std::move(value)); });
    values.close();
  });
  std::latch at_work(workers);
  std::vector<std::jthread> threads;
  for (unsigned i = 0; i < workers; ++i) {
    threads.emplace_back([&] {
      while (auto value = values.receive()) {
        results.send(work(*std::move(value)));
      }
      at_work.count_down();
      // WHY after the wait: the last result is sent before the end is.
      at_work.wait();
      results.close();  // a second time does no harm
    });
  }
  while (auto result = results.receive()) write(*std::move(result));
}
// #endregion stages

}  // namespace

// The order is not left to chance: 0 is worked on until 1 is written.
// #region completion
void one_writer_writes_what_comes() {
  std::latch is_written(1);
  std::string written;
  run_stages<int>(
      [](auto send) {
        send(0);
        send(1);
      },
      2,
      [&](int value) {
        if (value == 0) is_written.wait();
        return value;
      },
      [&](int value) {
        written += ' ' + std::to_string(value);
        if (value == 1) is_written.count_down();
      });
  std::printf("read 0 1, written:  %s\n", written.c_str());
}
// #endregion completion

// #region records
void records_cross_three_stages(unsigned workers) {
  const std::string bytes = marc::generate_records(7, 500);
  std::size_t records = 0;
  std::size_t written = 0;
  run_stages<std::string>(
      [&](auto send) {
        std::istringstream file(bytes);
        marc::RecordReader pieces(file);
        while (auto piece = pieces.next()) send(std::move(piece->bytes));
      },
      workers,
      [](std::string record) { return record; },  // the work of lesson 15
      [&](const std::string& record) {
        ++records;
        written += record.size();
      });
  std::printf("three stages:        %zu records, %zu of %zu bytes\n", records,
              written, bytes.size());
}
// #endregion records

}  // namespace hb
