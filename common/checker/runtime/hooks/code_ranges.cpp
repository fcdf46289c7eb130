#include "checker/runtime/hooks/code_ranges.hpp"

#include <link.h>

#include <cstdint>
#include <cstdlib>

extern "C" void* __tls_get_addr(void*);

namespace hb::checker {
namespace {

struct Range {
  std::uintptr_t begin = 0;
  std::uintptr_t end = 0;

  bool holds(std::uintptr_t address) const {
    return address >= begin && address < end;
  }
};

// One landmark in each library; its code is the segment that holds it.
struct Library {
  std::uintptr_t landmark = 0;
  Range code;
};
// WHY constinit: it must be ready before the constructor below runs.
constinit Library libraries[3] = {};

int find_code(dl_phdr_info* object, std::size_t, void*) {
  for (int i = 0; i < object->dlpi_phnum; ++i) {
    const ElfW(Phdr)& segment = object->dlpi_phdr[i];
    if (segment.p_type != PT_LOAD || (segment.p_flags & PF_X) == 0) continue;
    const std::uintptr_t begin = object->dlpi_addr + segment.p_vaddr;
    const Range code{begin, begin + segment.p_memsz};
    for (Library& library : libraries) {
      if (code.holds(library.landmark)) library.code = code;
    }
  }
  return 0;
}

__attribute__((constructor)) void find_all_code() {
  libraries[0].landmark = reinterpret_cast<std::uintptr_t>(&std::getenv);
  libraries[1].landmark = reinterpret_cast<std::uintptr_t>(&__tls_get_addr);
  libraries[2].landmark = reinterpret_cast<std::uintptr_t>(&find_code);
  dl_iterate_phdr(find_code, nullptr);
}

}  // namespace

bool keeps_memory(const void* code) {
  const auto address = reinterpret_cast<std::uintptr_t>(code);
  for (const Library& library : libraries) {
    if (library.code.holds(address)) return true;
  }
  return false;
}

}  // namespace hb::checker
