#include "checker/runtime/test_code.hpp"

#include <link.h>

#include <algorithm>
#include <cstring>
#include <functional>
#include <string>
#include <string_view>

#include "checker/runtime/elf_functions.hpp"
#include "checker/runtime/runtime.hpp"

namespace hb::checker {
namespace {

struct Range {
  std::uintptr_t begin;
  std::uintptr_t end;
};

// Sorted, and without overlaps.
class Ranges {
 public:
  void add(Range range) { ranges_.push_back(range); }
  void settle() {
    std::sort(ranges_.begin(), ranges_.end(),
              [](const Range& a, const Range& b) { return a.begin < b.begin; });
    std::size_t last = 0;
    for (std::size_t i = 1; i < ranges_.size(); ++i) {
      constexpr std::uintptr_t kPadding = 16;
      if (ranges_[i].begin <= ranges_[last].end + kPadding) {
        ranges_[last].end = std::max(ranges_[last].end, ranges_[i].end);
      } else {
        ranges_[++last] = ranges_[i];
      }
    }
    if (!ranges_.empty()) ranges_.resize(last + 1);
  }
  bool contain(std::uintptr_t address) const {
    const auto after = std::upper_bound(
        ranges_.begin(), ranges_.end(), address,
        [](std::uintptr_t a, const Range& range) { return a < range.begin; });
    return after != ranges_.begin() && address < std::prev(after)->end;
  }

 private:
  std::vector<Range> ranges_;
};

bool begins_with_one_of(std::string_view name,
                        std::initializer_list<std::string_view> beginnings) {
  return std::any_of(
      beginnings.begin(), beginnings.end(),
      [&](std::string_view beginning) { return name.starts_with(beginning); });
}

// GoogleTest and our adapter may be linked into the executable.
bool is_framework(std::string_view name) {
  return begins_with_one_of(
      name, {"_ZN7testing", "_ZNK7testing", "_ZN2hb7checker", "_ZNK2hb7checker",
             "_ZN2hb12_GLOBAL__N_1"});
}

// Of the learner or the test alone: not what comes with a checker or a library
// of another version.
bool tells_programs_apart(std::string_view name) {
  return name != "main" && !is_framework(name) &&
         !begins_with_one_of(
             name,
             {"_ZNSt", "_ZNKSt", "_ZSt", "_ZN9__gnu_cxx", "_ZNK9__gnu_cxx",
              "_ZN2hb6Result", "_ZN2hb7explore", "_ZN2hb7threads",
              "_ZN2hb8Outcomes", "_ZN2hb14ExploreOptions", "_ZN8nlohmann",
              "_ZNK8nlohmann", "_GLOBAL__sub_I_", "_Z13RUN_ALL_TESTS",
              "_Z41__static_initialization_and_destruction"});
}

// What the standard library does in the test's name: its operations are the
// test's, and its strings and exceptions are the test's memory.
bool acts_for_the_test(std::string_view name) {
  return begins_with_one_of(
      name,
      {"_ZNSt18condition_variable", "_ZNSt3_V222condition_variable_any",
       "_ZNSt6thread", "_ZNSt11this_thread", "_ZNSt6chrono",
       "_ZNSt13__future_base", "_ZNSt28__atomic_futex_unsigned_base",
       "_ZSt25notify_all_at_thread_exit", "_ZNSt10_Sp_locker", "__once_proxy",
       "_ZSt16__get_once_mutex",
       // its memory
       "_ZNSt7__cxx1112basic_string", "_ZNKSt7__cxx1112basic_string",
       "_ZNSt7__cxx1115basic_stringbuf", "_ZNSt7__cxx1119basic_ostringstream",
       "_ZNSt7__cxx1119basic_istringstream",
       "_ZNSt7__cxx1118basic_stringstream", "_ZNSs", "_ZNKSs",
       "_ZNSt12__cow_string", "_ZNSt11logic_error", "_ZNSt13runtime_error",
       "_ZNSt12system_error", "_ZNSt3pmr", "__cxa_allocate_exception",
       "__cxa_free_exception", "__cxa_allocate_dependent_exception",
       "__cxa_free_dependent_exception", "__cxa_init_primary_exception"});
}

struct Code {
  Range executable = {0, 0};
  Ranges framework;
  Ranges library;
  std::uint64_t fingerprint = 0;
  bool is_prepared = false;
};
Code code;

std::uint64_t hash_of(std::string_view name, std::uintptr_t size) {
  std::uint64_t hash = std::hash<std::string_view>()(name) ^ size;
  hash *= 0x9fb21c651e98df25;
  return hash ^ (hash >> 31);
}

int note_object(dl_phdr_info* info, std::size_t, void*) {
  if (info->dlpi_name[0] == '\0') {
    for (int i = 0; i < info->dlpi_phnum; ++i) {
      const auto& header = info->dlpi_phdr[i];
      if (header.p_type != PT_LOAD || (header.p_flags & PF_X) == 0) continue;
      const std::uintptr_t begin = info->dlpi_addr + header.p_vaddr;
      code.executable = {begin, begin + header.p_memsz};
    }
    for_each_function(
        "/proc/self/exe", info->dlpi_addr,
        [](std::string_view name, std::uintptr_t begin, std::uintptr_t end) {
          if (is_framework(name)) {
            code.framework.add({begin, end});
          }
          if (tells_programs_apart(name)) {
            code.fingerprint += hash_of(name, end - begin);
          }
        });
  } else if (std::strstr(info->dlpi_name, "libstdc++.so") != nullptr) {
    for_each_function(
        info->dlpi_name, info->dlpi_addr,
        [](std::string_view name, std::uintptr_t begin, std::uintptr_t end) {
          if (acts_for_the_test(name)) {
            code.library.add({begin, end});
          }
        });
  }
  return 0;
}

}  // namespace

void prepare_test_code() {
  if (code.is_prepared) return;
  code.is_prepared = true;
  dl_iterate_phdr(&note_object, nullptr);
  code.framework.settle();
  code.library.settle();
}

std::uint64_t fingerprint_of_code() { return code.fingerprint; }

bool is_test_code(const void* site) {
  const auto address = reinterpret_cast<std::uintptr_t>(site);
  if (address - code.executable.begin <
      code.executable.end - code.executable.begin) {
    return !code.framework.contain(address);
  }
  return code.library.contain(address);
}

}  // namespace hb::checker
