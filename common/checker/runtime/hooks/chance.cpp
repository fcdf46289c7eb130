// Random numbers: the same in every execution, and named in the coverage. The
// rest of <random> is arithmetic, and repeats itself.
#include <sys/random.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <random>

#include "checker/runtime/hooks/entry_point.hpp"
#include "checker/runtime/hooks/real_function.hpp"

using namespace hb::checker;

namespace {

HB_REAL(int, rand, ())
HB_REAL(void, srand, (unsigned))
HB_REAL(long, random, ())
HB_REAL(void, srandom, (unsigned))
HB_REAL(double, drand48, ())
HB_REAL(long, lrand48, ())
HB_REAL(ssize_t, getrandom, (void*, size_t, unsigned))
HB_REAL(int, getentropy, (void*, size_t))
HB_REAL(std::uint32_t, arc4random, ())
HB_REAL_AS(random_device, unsigned(std::random_device*),
           "_ZNSt13random_device9_M_getvalEv")

// From 0 to the largest int, as rand() gives them.
int next_int(const void* site) {
  note_unseen("random numbers are the same in every execution", site);
  return int(next_random() >> 33);
}

void fill(void* buffer, size_t size, const void* site) {
  note_unseen("random numbers are the same in every execution", site);
  auto* const bytes = static_cast<unsigned char*>(buffer);
  for (size_t i = 0; i < size; ++i) bytes[i] = (unsigned char)(next_random());
}

}  // namespace

HB_ENTRY int rand() noexcept {
  return in_test() ? next_int(HB_CALLER) : real_rand();
}

HB_ENTRY void srand(unsigned seed) noexcept {
  if (!in_test()) real_srand(seed);
}

HB_ENTRY long random() noexcept {
  return in_test() ? next_int(HB_CALLER) : real_random();
}

HB_ENTRY void srandom(unsigned seed) noexcept {
  if (!in_test()) real_srandom(seed);
}

HB_ENTRY double drand48() noexcept {
  return in_test() ? next_int(HB_CALLER) / (double(INT32_MAX) + 1)
                   : real_drand48();
}

HB_ENTRY long lrand48() noexcept {
  return in_test() ? next_int(HB_CALLER) : real_lrand48();
}

HB_ENTRY ssize_t getrandom(void* buffer, size_t size, unsigned flags) {
  if (!in_test()) return real_getrandom(buffer, size, flags);
  fill(buffer, size, HB_CALLER);
  return ssize_t(size);
}

HB_ENTRY int getentropy(void* buffer, size_t size) {
  if (!in_test()) return real_getentropy(buffer, size);
  fill(buffer, size, HB_CALLER);
  return 0;
}

HB_ENTRY std::uint32_t arc4random() noexcept {
  return in_test() ? std::uint32_t(next_int(HB_CALLER)) : real_arc4random();
}

HB_VISIBLE unsigned std::random_device::_M_getval() {
  return in_test() ? unsigned(next_int(HB_CALLER)) : real_random_device(this);
}
