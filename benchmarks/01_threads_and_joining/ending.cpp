// How a thread that waits is asked to end: C++20's stop token, and
// Boost.Thread, whose threads have attributes and can be interrupted wherever
// they wait.

#include <benchmark/benchmark.h>

#include <boost/thread.hpp>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>

namespace hb {
namespace {

// #region stop_token
// The wait is told of the token, and says whether what it waited for is there.
void end_by_stop_token(benchmark::State& state) {
  for (auto _ : state) {
    std::mutex mutex;
    std::condition_variable_any changed;
    std::jthread worker([&](std::stop_token stop) {
      std::unique_lock lock(mutex);
      changed.wait(lock, stop, [] { return false; });
    });
    worker.request_stop();
    worker.join();
  }
}
// #endregion stop_token

// #region interruption
// The wait is not told of anything: it throws boost::thread_interrupted, and so
// does every other wait of Boost's, in whatever function it is.
void end_by_interruption(benchmark::State& state) {
  boost::thread::attributes attributes;
  attributes.set_stack_size(3 << 20);  // std::thread has no such thing
  for (auto _ : state) {
    boost::mutex mutex;
    boost::condition_variable changed;
    boost::thread worker(attributes, [&] {
      boost::unique_lock<boost::mutex> lock(mutex);
      changed.wait(lock, [] { return false; });
    });
    worker.interrupt();
    worker.join();
  }
}
// #endregion interruption

BENCHMARK(end_by_stop_token)->Name("end/stop_token")->UseRealTime();
BENCHMARK(end_by_interruption)->Name("end/boost interruption")->UseRealTime();

}  // namespace
}  // namespace hb
