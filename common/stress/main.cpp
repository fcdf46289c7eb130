// Runs the stress tests in turn until the time is over.
//
//   patterns_stress.thread [--seconds=10] [--seed=N] [--only=NAME]

#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "stress/stress.hpp"
#include "stress/tests.hpp"

namespace {

using Clock = std::chrono::steady_clock;

struct Options {
  int seconds = 10;
  std::uint64_t seed = std::random_device{}();
  std::string only;
};

Options read(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    const std::string value = word.substr(word.find('=') + 1);
    if (word.starts_with("--seconds=")) {
      options.seconds = std::atoi(value.c_str());
    } else if (word.starts_with("--seed=")) {
      options.seed = std::strtoull(value.c_str(), nullptr, 10);
    } else if (word.starts_with("--only=")) {
      options.only = value;
    } else {
      std::fprintf(stderr,
                   "usage: %s [--seconds=10] [--seed=N] [--only=NAME]\n",
                   argv[0]);
      std::exit(2);
    }
  }
  return options;
}

// A round takes milliseconds, and seconds on a busy machine. One that does not
// end is a wake-up that was lost.
constexpr unsigned kLongestRound = 60;  // seconds
const char* under_way = "";             // the test whose round it is

void say_who_hangs(int) {
  for (const char* word :
       {under_way, ": a round has not ended in a minute\n"}) {
    if (write(STDERR_FILENO, word, std::char_traits<char>::length(word)) < 0) {
      break;
    }
  }
  _exit(1);
}

}  // namespace

int main(int argc, char** argv) {
  const Options options = read(argc, argv);
  hb::stress::Random seeds(options.seed);
  std::vector<hb::stress::Test> tests = hb::stress::all_tests();
  std::erase_if(tests, [&](const hb::stress::Test& test) {
    return !options.only.empty() && test.name != options.only;
  });
  if (tests.empty()) {
    std::fprintf(stderr, "no stress test \"%s\"\n", options.only.c_str());
    return 2;
  }

  std::signal(SIGALRM, say_who_hangs);
  std::map<std::string, int> rounds;
  const auto end = Clock::now() + std::chrono::seconds(options.seconds);
  while (Clock::now() < end) {
    for (const hb::stress::Test& test : tests) {
      const hb::stress::Round round = {.seed = seeds.seed()};
      under_way = test.name.c_str();
      alarm(kLongestRound);
      try {
        test.run(round);
      } catch (const hb::stress::Broken& broken) {
        std::printf("%s: %s\n  try: %s --only=%s --seed=%llu\n",
                    test.name.c_str(), broken.what(), argv[0],
                    test.name.c_str(),
                    static_cast<unsigned long long>(options.seed));
        return 1;
      }
      ++rounds[test.name];
    }
  }
  for (const auto& [name, count] : rounds) {
    std::printf("%-18s %6d rounds\n", name.c_str(), count);
  }
}
