#include "checker/runtime/thread_block.hpp"

#include <asm/prctl.h>
#include <elf.h>
#include <errno.h>
#include <link.h>
#include <linux/futex.h>
#include <pthread.h>
#include <signal.h>
#include <sys/auxv.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstring>

#include "checker/runtime/memory_map.hpp"
#include "checker/runtime/state.hpp"

namespace hb::checker {
namespace {

constexpr int kMaxModules = 8;

// The part of a thread's block that belongs to one loaded object.
struct Module {
  std::uintptr_t begin;
  const void* image;
  std::size_t image_size;
  std::size_t size;
};

struct Lender {
  std::uint64_t thread_pointer;
  int* error_number;
  int modules;  // the executable's is the first, if it has one
  bool has_executable;
  Module module[kMaxModules];
  int ready;  // a futex
};
Lender lenders[kMaxThreads];

std::uint64_t thread_pointer() {
  std::uint64_t pointer = 0;
  asm("movq %%fs:0, %0" : "=r"(pointer));
  return pointer;
}

// WHY not the C library's own: it is in the middle of things that must survive
// (its allocator's cache, its locale).
bool is_left_alone(const char* name) {
  return std::strstr(name, "libc.so") != nullptr ||
         std::strstr(name, "ld-linux") != nullptr;
}

int note_module(dl_phdr_info* info, std::size_t, void* argument) {
  Lender& lender = *static_cast<Lender*>(argument);
  if (info->dlpi_tls_data == nullptr || is_left_alone(info->dlpi_name) ||
      lender.modules == kMaxModules) {
    return 0;
  }
  for (int i = 0; i < info->dlpi_phnum; ++i) {
    const auto& header = info->dlpi_phdr[i];
    if (header.p_type != PT_TLS) continue;
    if (info->dlpi_name[0] == '\0') lender.has_executable = true;
    lender.module[lender.modules++] = {
        reinterpret_cast<std::uintptr_t>(info->dlpi_tls_data),
        reinterpret_cast<const void*>(info->dlpi_addr + header.p_vaddr),
        header.p_filesz, header.p_memsz};
  }
  return 0;
}

long futex(int* word, int operation, int value) {
  long result = SYS_futex;
  register long none asm("r10") = 0;
  asm volatile("syscall"
               : "+a"(result)
               : "D"(word), "S"(operation), "d"(value), "r"(none)
               : "rcx", "r11", "memory");
  return result;
}

void* sleep_for_ever(void* argument) {
  Lender& lender = *static_cast<Lender*>(argument);
  lender.thread_pointer = thread_pointer();
  lender.error_number = &errno;
  dl_iterate_phdr(&note_module, &lender);
  __atomic_store_n(&lender.ready, 1, __ATOMIC_RELEASE);
  futex(&lender.ready, FUTEX_WAKE_PRIVATE, 1);
  int never = 0;
  for (;;) futex(&never, FUTEX_WAIT_PRIVATE, 0);
}

}  // namespace

void lend_thread_block(int slot) {
  Lender& lender = lenders[slot];
  lender = {};
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstack(&attributes,
                        reinterpret_cast<void*>(slot_of(slot) + kLenderBegin),
                        kLenderEnd - kLenderBegin);
  // Signals are for the thread that runs the test.
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, &before);
  pthread_t thread;
  const int failed =
      pthread_create(&thread, &attributes, &sleep_for_ever, &lender);
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  pthread_attr_destroy(&attributes);
  if (failed != 0) {
    refuse("the system gives no more threads");
    return;
  }
  while (__atomic_load_n(&lender.ready, __ATOMIC_ACQUIRE) == 0) {
    futex(&lender.ready, FUTEX_WAIT_PRIVATE, 0);
  }
}

std::uint64_t thread_pointer_of(int slot) {
  return lenders[slot].thread_pointer;
}

void renew_thread_block(int slot) {
  const Lender& lender = lenders[slot];
  for (int i = 0; i < lender.modules; ++i) {
    const Module& module = lender.module[i];
    char* const begin = reinterpret_cast<char*>(module.begin);
    std::memcpy(begin, module.image, module.image_size);
    std::memset(begin + module.image_size, 0, module.size - module.image_size);
  }
  if (lender.error_number != nullptr) *lender.error_number = 0;
}

void for_each_thread_local(int slot,
                           const std::function<void(void*, std::size_t)>& use) {
  const Lender& lender = lenders[slot];
  for (int i = 0; i < lender.modules; ++i) {
    use(reinterpret_cast<void*>(lender.module[i].begin), lender.module[i].size);
  }
  if (lender.error_number != nullptr) {
    use(lender.error_number, sizeof *lender.error_number);
  }
}

void prepare_thread_pointer() {
  constexpr unsigned long kUserMayWriteFs = 2;
  exploring().has_fsgsbase = (getauxval(AT_HWCAP2) & kUserMayWriteFs) != 0;
  exploring().own_thread_pointer = thread_pointer();
}

void set_thread_pointer(std::uint64_t pointer) {
  if (exploring().has_fsgsbase) {
    asm volatile("wrfsbase %0" : : "r"(pointer) : "memory");
    return;
  }
  long result = SYS_arch_prctl;
  asm volatile("syscall"
               : "+a"(result)
               : "D"(ARCH_SET_FS), "S"(pointer)
               : "rcx", "r11", "memory");
}

ThreadLocals executable_thread_locals(int slot) {
  const Lender& lender = lenders[slot];
  if (!lender.has_executable) return {};
  const Module& module = lender.module[0];
  return {module.begin, module.begin + module.size};
}

}  // namespace hb::checker
