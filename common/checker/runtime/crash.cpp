#include "checker/runtime/crash.hpp"

#include <signal.h>
#include <sys/time.h>
#include <time.h>

#include <cstdint>
#include <string>

#include "checker/runtime/isolation.hpp"
#include "checker/runtime/memory_map.hpp"
#include "checker/runtime/runtime.hpp"
#include "checker/runtime/state.hpp"

namespace hb::checker {
namespace {

constexpr int kSignals[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL};
constexpr int kSignalCount = 4;
struct sigaction before[kSignalCount];
struct sigaction alarm_before;
stack_t stack_before;
char* signal_stack = nullptr;
constexpr std::size_t kSignalStack = std::size_t{256} << 10;

std::string describe_fault(std::uintptr_t address, bool is_forbidden) {
  const Fiber& fiber = running_fiber();
  const std::uintptr_t guard = slot_of(fiber.number) + kServiceStackEnd;
  if (address - guard < kPage) return "the stack of a thread overflows";
  if (address < kPage) return "access through a null pointer";
  constexpr std::uintptr_t kUnwritten = 0xcdcdcdcdcdcdcdcd;
  if (address == kUnwritten) return "access through a pointer never set";
  if (is_forbidden) return "write to memory that may only be read";
  return "access to an address where there is no memory";
}

std::string describe(int signal, const siginfo_t& information) {
  switch (signal) {
    case SIGFPE:
      return "division by zero, or another arithmetic exception";
    case SIGILL:
      return "an illegal instruction";
    default:
      break;
  }
  // The processor names no address that cannot exist: what is read from fresh
  // heap memory is one.
  constexpr int kFromKernel = 0x80;
  if (information.si_code == kFromKernel) {
    return "access through a pointer that was never set, or is no pointer";
  }
  return describe_fault(reinterpret_cast<std::uintptr_t>(information.si_addr),
                        information.si_code == SEGV_ACCERR);
}

void on_crash(int signal, siginfo_t* information, void*) {
  if (execution().running < 0) {
    ::signal(signal, SIG_DFL);
    raise(signal);
    return;
  }
  hb_mode = Mode::off;
  exploring().failed_address =
      reinterpret_cast<std::uintptr_t>(information->si_addr);
  forget_undo_of(exploring().failed_address);
  fail(Kind::crash, describe(signal, *information));
  abandon();  // leaves the signal stack for good
}

double seconds_of_processor() {
  timespec used = {};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
  return static_cast<double>(used.tv_sec) +
         static_cast<double>(used.tv_nsec) * 1e-9;
}

// The test's thread has been running since it was last resumed, which was
// before the last tick.
struct Watch {
  std::uint64_t progress = 0;
  double began = 0;
  int ticks = 0;
};
Watch watch;

constexpr int kTicksASecond = 4;
// Of processor time. Once it is known that a thread of this test runs on for
// ever, there is no need to be as patient again.
constexpr double kTooLong = 2;
constexpr double kTooLongAgain = 0.5;
bool has_run_on = false;
// Ticks, should it sleep for real: read() of a pipe that nobody fills.
constexpr int kTooManyTicks = 3 * kTicksASecond;
constexpr int kTooManyTicksAgain = 1 * kTicksASecond;

void on_tick(int) {
  if (execution().running < 0) {
    watch = {};
    return;
  }
  const Mode mode = hb_mode;
  hb_mode = Mode::off;
  const double now = seconds_of_processor();
  if (watch.progress != exploring().progress) {
    watch = {exploring().progress, now, 0};
  }
  ++watch.ticks;
  const double limit = has_run_on ? kTooLongAgain : kTooLong;
  const int most_ticks = has_run_on ? kTooManyTicksAgain : kTooManyTicks;
  if (now - watch.began < limit && watch.ticks < most_ticks) {
    hb_mode = mode;
    return;
  }
  has_run_on = true;
  fail(Kind::livelock,
       "a thread runs on without ever doing an operation that "
       "another thread could see");
  abandon();
}

void every(long microseconds) {
  const timeval interval = {0, microseconds};
  const itimerval timer = {interval, interval};
  setitimer(ITIMER_REAL, &timer, nullptr);
}

}  // namespace

void start_watch() {
  has_run_on = false;
  watch = {};
  every(1'000'000 / kTicksASecond);
}

CrashGuard::CrashGuard() {
  if (signal_stack == nullptr) {
    signal_stack = static_cast<char*>(map_anywhere(kSignalStack));
  }
  stack_t stack = {};
  stack.ss_sp = signal_stack;
  stack.ss_size = kSignalStack;
  sigaltstack(&stack, &stack_before);
  struct sigaction action = {};
  action.sa_sigaction = &on_crash;
  // WHY not blocked meanwhile: the handler never returns.
  action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER;
  for (int i = 0; i < kSignalCount; ++i) {
    sigaction(kSignals[i], &action, &before[i]);
  }
  struct sigaction on_alarm = {};
  on_alarm.sa_handler = &on_tick;
  on_alarm.sa_flags = SA_ONSTACK | SA_NODEFER | SA_RESTART;
  sigaction(SIGALRM, &on_alarm, &alarm_before);
  start_watch();
}

CrashGuard::~CrashGuard() {
  every(0);
  sigaction(SIGALRM, &alarm_before, nullptr);
  for (int i = 0; i < kSignalCount; ++i) {
    sigaction(kSignals[i], &before[i], nullptr);
  }
  sigaltstack(&stack_before, nullptr);
}

}  // namespace hb::checker
