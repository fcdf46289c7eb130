// Lesson 22: the capstone, a parallel compress-and-encrypt pipeline
//
// Shows  What the lessons before have built, as one tool: a reader, bounded
//        channels, workers, an ordered writer, pooled buffers, tokens, metrics
//        and an orderly end. This folder is its command line; the rest is
//        common/pipeline.
// Run    ./workbook lesson 22 (prints expected.txt), then ./workbook check 22a
//        ./workbook lesson 22 -- pack FOLDER FILE
//        build/release/bin/pipeline is the same program

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <exception>
#include <new>
#include <string>

#include "call.hpp"
#include "commands.hpp"
#include "pipeline/failure.hpp"
#include "pipeline/text.hpp"

namespace {

using namespace hb::pipeline;

int run(const Call& call) {
  switch (call.command) {
    case Command::pack:
      return pack_command(call);
    case Command::restore:
      return restore_command(call);
    case Command::verify:
      return verify_command(call);
    case Command::inspect:
      return inspect_command(call);
    case Command::compare:
      return compare_command(call);
    case Command::records:
      return records_command(call);
    case Command::scenario:
      return scenario_command(call);
  }
  return static_cast<int>(FailureKind::usage);
}

// WHY: a closed one would be the number of the next file that is opened, and a
// line for people would go into it. Opened the wrong way round, so that writing
// to it is the error that it was.
void fill_standard_descriptors() {
  for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(fd, F_GETFD) >= 0 || errno != EBADF) continue;
    // The lowest number that is free: this one.
    ::open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
  }
}

// WHY the container: "chunk 3" is of no use where several are checked.
void tell(const Call& call, const Failure& failure) {
  const std::string container = printable(call.read.container.string());
  const std::string text = failure.what();
  const bool names_it = container.empty() ||
                        failure.kind() != FailureKind::damaged ||
                        text.find(container) != std::string::npos;
  std::fprintf(stderr, "pipeline: %s%s%s\n", names_it ? "" : container.c_str(),
               names_it ? "" : ": ", text.c_str());
}

// What was printed has arrived, or it is an error: a full disk behind
// `pipeline inspect FILE >list` must not look like a short list.
int flushed(int exit_code) {
  if (std::fflush(stdout) == 0) return exit_code;
  std::perror("pipeline: standard output");
  return exit_code != 0 ? exit_code : static_cast<int>(FailureKind::io);
}

}  // namespace

int main(int argc, char** argv) {
  fill_standard_descriptors();
  const Parsed parsed = parse_command_line(argc, argv);
  if (parsed.exit_code) {
    std::fputs(parsed.text.c_str(), *parsed.exit_code == 0 ? stdout : stderr);
    return flushed(*parsed.exit_code);
  }
  // WHY not for inspect: a reader of its list that has seen enough, such as
  // head, ends it. Of the others it would end the work.
  if (parsed.call.command != Command::inspect) std::signal(SIGPIPE, SIG_IGN);
  // WHY: a file that may not get longer is an error like a full disk.
  std::signal(SIGXFSZ, SIG_IGN);
  try {
    return flushed(run(parsed.call));
  } catch (const Failure& failure) {
    tell(parsed.call, failure);
    return failure.exit_code();
  } catch (const std::bad_alloc&) {
    std::fputs(
        "pipeline: there is not enough memory\ntry: --workers=1, or a "
        "smaller --chunk-size\n",
        stderr);
    return static_cast<int>(FailureKind::io);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "pipeline: %s\n", error.what());
    return static_cast<int>(FailureKind::io);
  }
}
