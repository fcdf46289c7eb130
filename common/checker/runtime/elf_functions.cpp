#include "checker/runtime/elf_functions.hpp"

#include <elf.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstring>

namespace hb::checker {
namespace {

// A file mapped for reading.
class MappedFile {
 public:
  explicit MappedFile(const char* path) {
    const int file = ::open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return;
    struct stat status = {};
    if (::fstat(file, &status) == 0 && status.st_size > 0) {
      size_ = static_cast<std::size_t>(status.st_size);
      void* const mapped =
          ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, file, 0);
      if (mapped != MAP_FAILED) data_ = static_cast<const char*>(mapped);
    }
    ::close(file);
  }
  ~MappedFile() {
    if (data_ != nullptr) ::munmap(const_cast<char*>(data_), size_);
  }
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  // Null if the bytes are not all there.
  template <typename Part>
  const Part* at(std::size_t offset, std::size_t count = 1) const {
    if (data_ == nullptr || offset > size_ ||
        count * sizeof(Part) > size_ - offset) {
      return nullptr;
    }
    return reinterpret_cast<const Part*>(data_ + offset);
  }

 private:
  const char* data_ = nullptr;
  std::size_t size_ = 0;
};

void visit_table(const MappedFile& file, const Elf64_Shdr& table,
                 const Elf64_Shdr& strings, std::uintptr_t bias,
                 const VisitFunction& visit) {
  const std::size_t count = table.sh_size / sizeof(Elf64_Sym);
  const auto* const symbols = file.at<Elf64_Sym>(table.sh_offset, count);
  const char* const names = file.at<char>(strings.sh_offset, strings.sh_size);
  if (symbols == nullptr || names == nullptr) return;
  for (std::size_t i = 0; i < count; ++i) {
    const Elf64_Sym& symbol = symbols[i];
    if (ELF64_ST_TYPE(symbol.st_info) != STT_FUNC || symbol.st_size == 0 ||
        symbol.st_shndx == SHN_UNDEF || symbol.st_name >= strings.sh_size) {
      continue;
    }
    const char* const name = names + symbol.st_name;
    visit({name, strnlen(name, strings.sh_size - symbol.st_name)},
          bias + symbol.st_value, bias + symbol.st_value + symbol.st_size);
  }
}

}  // namespace

void for_each_function(const char* path, std::uintptr_t bias,
                       const VisitFunction& visit) {
  const MappedFile file(path);
  const auto* const header = file.at<Elf64_Ehdr>(0);
  if (header == nullptr || std::memcmp(header->e_ident, ELFMAG, SELFMAG) != 0) {
    return;
  }
  const auto* const sections =
      file.at<Elf64_Shdr>(header->e_shoff, header->e_shnum);
  if (sections == nullptr) return;
  const Elf64_Shdr* best = nullptr;
  for (int i = 0; i < header->e_shnum; ++i) {
    const Elf64_Shdr& section = sections[i];
    if (section.sh_type == SHT_SYMTAB ||
        (section.sh_type == SHT_DYNSYM && best == nullptr)) {
      best = &section;
    }
  }
  if (best == nullptr || best->sh_link >= header->e_shnum) return;
  visit_table(file, *best, sections[best->sh_link], bias, visit);
}

}  // namespace hb::checker
