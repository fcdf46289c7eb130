// The functions of a loaded ELF file, from its symbol table.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

namespace hb::checker {

using VisitFunction = std::function<void(
    std::string_view name, std::uintptr_t begin, std::uintptr_t end)>;

// `bias` is added to the addresses of the file. Visits nothing if it cannot be
// read.
void for_each_function(const char* path, std::uintptr_t bias,
                       const VisitFunction& visit);

}  // namespace hb::checker
