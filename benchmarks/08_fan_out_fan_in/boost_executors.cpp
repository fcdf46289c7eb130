// Boost's own pools: that of Boost.Thread's executors, and Asio's.

#define BOOST_THREAD_VERSION 5
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/thread/executors/basic_thread_pool.hpp>
#include <cstddef>
#include <memory>

#include "spawn.hpp"

namespace hb {
namespace {

Run boost_pool() {
  auto pool = std::make_shared<boost::executors::basic_thread_pool>(
      static_cast<unsigned>(processors()));
  return [pool](Job& job) {
    for (std::size_t n = 0; n < job.tasks(); ++n) {
      pool->submit([&job, n] { job.run_and_count(n); });
    }
    job.wait();
  };
}

Run asio_pool() {
  auto pool = std::make_shared<boost::asio::thread_pool>(processors());
  return [pool](Job& job) {
    for (std::size_t n = 0; n < job.tasks(); ++n) {
      boost::asio::post(*pool, [&job, n] { job.run_and_count(n); });
    }
    job.wait();
  };
}

}  // namespace

void add_boost_executors(Kind kind) {
  add_way("boost basic_thread_pool", kind, boost_pool);
  add_way("asio thread_pool", kind, asio_pool);
}

}  // namespace hb
