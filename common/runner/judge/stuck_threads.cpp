#include "runner/judge/stuck_threads.hpp"

#include <dwarf.h>
#include <elfutils/libdw.h>
#include <elfutils/libdwfl.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>

namespace hb::runner {
namespace {

struct Line {
  std::string file;
  int number = 0;
};

struct Look {
  Dwfl* dwfl;
  const std::vector<std::string>* folders;
  std::vector<Step> steps;
  Line found;  // of the thread being walked
};

bool is_below(const std::string& file,
              const std::vector<std::string>& folders) {
  return std::any_of(folders.begin(), folders.end(), [&](const auto& folder) {
    return file.starts_with(folder + "/");
  });
}

std::string normal(const char* path) {
  return std::filesystem::path(path).lexically_normal().string();
}

void add_line(Dwfl_Module* module, Dwarf_Addr address,
              std::vector<Line>& lines) {
  Dwfl_Line* line = dwfl_module_getsrc(module, address);
  if (line == nullptr) return;
  int number = 0;
  const char* file =
      dwfl_lineinfo(line, nullptr, &number, nullptr, nullptr, nullptr);
  if (file != nullptr) lines.push_back({normal(file), number});
}

// The calls of the functions that were inlined around an address.
void add_inlining_calls(Dwfl_Module* module, Dwarf_Addr address,
                        std::vector<Line>& lines) {
  Dwarf_Addr bias = 0;
  Dwarf_Die* unit = dwfl_module_addrdie(module, address, &bias);
  if (unit == nullptr) return;
  Dwarf_Die* found = nullptr;
  const int count = dwarf_getscopes(unit, address - bias, &found);
  const std::unique_ptr<Dwarf_Die, void (*)(void*)> scopes(found, &std::free);
  Dwarf_Files* files = nullptr;
  if (dwarf_getsrcfiles(unit, &files, nullptr) != 0) return;
  for (int i = 0; i < count; ++i) {
    Dwarf_Die* scope = scopes.get() + i;
    if (dwarf_tag(scope) != DW_TAG_inlined_subroutine) continue;
    Dwarf_Attribute attribute;
    Dwarf_Word file = 0;
    Dwarf_Word number = 0;
    if (dwarf_formudata(dwarf_attr(scope, DW_AT_call_file, &attribute),
                        &file) != 0 ||
        dwarf_formudata(dwarf_attr(scope, DW_AT_call_line, &attribute),
                        &number) != 0) {
      continue;
    }
    if (const char* name = dwarf_filesrc(files, file, nullptr, nullptr)) {
      lines.push_back({normal(name), static_cast<int>(number)});
    }
  }
}

// The lines that one address stands for, innermost first.
std::vector<Line> lines_at(Dwfl* dwfl, Dwarf_Addr address) {
  std::vector<Line> lines;
  Dwfl_Module* module = dwfl_addrmodule(dwfl, address);
  if (module == nullptr) return lines;
  add_line(module, address, lines);
  add_inlining_calls(module, address, lines);
  // WHY also where the function begins: of a lambda's inside the compiler may
  // not say what was inlined, and a line in a library header helps nobody.
  GElf_Off offset = 0;
  GElf_Sym symbol;
  if (dwfl_module_addrinfo(module, address, &offset, &symbol, nullptr, nullptr,
                           nullptr) != nullptr) {
    add_line(module, address - offset, lines);
  }
  return lines;
}

int visit_frame(Dwfl_Frame* frame, void* argument) {
  Look& look = *static_cast<Look*>(argument);
  Dwarf_Addr address = 0;
  bool is_activation = false;
  if (!dwfl_frame_pc(frame, &address, &is_activation)) return DWARF_CB_ABORT;
  // A frame that has called holds the address after the call.
  if (!is_activation) --address;
  for (const Line& line : lines_at(look.dwfl, address)) {
    if (!is_below(line.file, *look.folders)) continue;
    look.found = line;
    return DWARF_CB_ABORT;
  }
  return DWARF_CB_OK;
}

int visit_thread(Dwfl_Thread* thread, void* argument) {
  Look& look = *static_cast<Look*>(argument);
  look.found = {};
  dwfl_thread_getframes(thread, &visit_frame, &look);
  if (look.found.number != 0) {
    const bool first =
        look.steps.empty() && dwfl_thread_tid(thread) == dwfl_pid(look.dwfl);
    look.steps.push_back(
        {first ? "main" : "", look.found.file, look.found.number, "is at", ""});
  }
  return DWARF_CB_OK;
}

// WHY not the standard search: it may ask a server for files we do not need.
int no_separate_debug_info(Dwfl_Module*, void**, const char*, Dwarf_Addr,
                           const char*, const char*, GElf_Word, char**) {
  return -1;
}

}  // namespace

std::vector<Step> where_threads_stand(int process,
                                      const std::vector<std::string>& folders) {
  Dwfl_Callbacks callbacks = {};
  callbacks.find_elf = &dwfl_linux_proc_find_elf;
  callbacks.find_debuginfo = &no_separate_debug_info;
  const std::unique_ptr<Dwfl, void (*)(Dwfl*)> dwfl(dwfl_begin(&callbacks),
                                                    &dwfl_end);
  if (!dwfl || dwfl_linux_proc_report(dwfl.get(), process) != 0 ||
      dwfl_report_end(dwfl.get(), nullptr, nullptr) != 0 ||
      dwfl_linux_proc_attach(dwfl.get(), process, false) != 0) {
    return {};
  }
  Look look{dwfl.get(), &folders, {}, {}};
  dwfl_getthreads(dwfl.get(), &visit_thread, &look);
  int number = 0;
  for (Step& step : look.steps) {
    if (step.thread.empty()) step.thread = "T" + std::to_string(++number);
  }
  return look.steps;
}

}  // namespace hb::runner
