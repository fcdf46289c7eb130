#include "pipeline/metrics/prometheus_endpoint.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <string>

#include "pipeline/failure.hpp"

namespace hb::pipeline {
namespace {

#ifdef HB_HAVE_PROMETHEUS

using namespace std::chrono_literals;

bool connects(int fd, const char* address, std::uint16_t port) {
  sockaddr_in to = {};
  to.sin_family = AF_INET;
  to.sin_port = htons(port);
  inet_pton(AF_INET, address, &to.sin_addr);
  return connect(fd, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0;
}

// What a GET of /metrics gives, with its head.
std::string fetched(std::uint16_t port) {
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  EXPECT_TRUE(connects(fd, "127.0.0.1", port));
  const std::string question =
      "GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
  EXPECT_EQ(write(fd, question.data(), question.size()),
            static_cast<ssize_t>(question.size()));
  std::string answer;
  std::array<char, 4096> some = {};
  for (ssize_t n = 0; (n = read(fd, some.data(), some.size())) > 0;) {
    answer.append(some.data(), static_cast<std::size_t>(n));
  }
  close(fd);
  return answer;
}

bool says(const std::string& answer, const std::string& line) {
  return answer.find("\n" + line + "\n") != std::string::npos;
}

TEST(PrometheusEndpoint, GivesTheMetricsOfTheMomentOfTheQuestion) {
  Metrics metrics(2, 12);
  const PrometheusEndpoint endpoint(0, [&] { return metrics.view(); });
  metrics.count(Counter::chunks_processed, 7);
  metrics.record(Timing::chunk_cpu_time, 10us);
  const std::string first = fetched(endpoint.port());
  EXPECT_TRUE(first.starts_with("HTTP/1.1 200 OK")) << first;
  EXPECT_TRUE(says(first, "workbook_chunks_processed_total 7")) << first;
  EXPECT_TRUE(says(first, "# TYPE workbook_chunk_cpu_time_ms histogram"));
  EXPECT_TRUE(says(first, "workbook_chunk_cpu_time_ms_count 1"));
  EXPECT_TRUE(says(first, "workbook_chunk_cpu_time_ms_bucket{le=\"+Inf\"} 1"));

  metrics.count(Counter::chunks_processed);
  EXPECT_TRUE(
      says(fetched(endpoint.port()), "workbook_chunks_processed_total 8"));
}

TEST(PrometheusEndpoint, AnswersOnTheLoopbackAddressAlone) {
  Metrics metrics(1, 1);
  const PrometheusEndpoint endpoint(0, [&] { return metrics.view(); });
  // 127.0.0.2 is this machine too: a server on all addresses would answer.
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  EXPECT_FALSE(connects(fd, "127.0.0.2", endpoint.port()));
  close(fd);
}

TEST(PrometheusEndpoint, SaysThatItsPortIsTaken) {
  Metrics metrics(1, 1);
  const auto picture = [&] { return metrics.view(); };
  const PrometheusEndpoint first(0, picture);
  try {
    const PrometheusEndpoint second(first.port(), picture);
    FAIL() << "both listen";
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.kind(), FailureKind::cannot_create);
  }
}

#else

TEST(PrometheusEndpoint, SaysThatItIsNotBuiltIn) {
  try {
    const PrometheusEndpoint endpoint(0, [] { return MetricsView{}; });
    FAIL() << "it listens";
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.kind(), FailureKind::usage);
  }
}

#endif

}  // namespace
}  // namespace hb::pipeline
