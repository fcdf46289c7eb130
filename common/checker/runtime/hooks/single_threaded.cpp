// libstdc++ counts references to shared objects without atomics while a process
// has one thread. It has one here, but a test has more.
#include <sys/single_threaded.h>

namespace {

__attribute__((constructor)) void say_multi_threaded() {
  __libc_single_threaded = 0;
}

}  // namespace
