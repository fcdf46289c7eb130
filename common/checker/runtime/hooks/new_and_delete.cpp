// operator new and delete in all their forms.
#include <new>

#include "checker/runtime/hooks/allocation.hpp"
#include "checker/runtime/hooks/entry_point.hpp"

using namespace hb::checker;

namespace {

constexpr std::size_t bytes_of(std::size_t size) {
  return size == 0 ? 1 : size;
}

void* new_or_null(std::size_t size, std::size_t alignment, const void* site) {
  for (;;) {
    void* const block = allocate(bytes_of(size), alignment, site);
    const std::new_handler handler =
        block == nullptr ? std::get_new_handler() : nullptr;
    if (handler == nullptr) return block;
    handler();
  }
}

void* new_or_throw(std::size_t size, std::size_t alignment, const void* site) {
  void* const block = new_or_null(size, alignment, site);
  if (block == nullptr) throw std::bad_alloc();
  return block;
}

void* new_without_exception(std::size_t size, std::size_t alignment,
                            const void* site) noexcept {
  try {
    return new_or_null(size, alignment, site);
  } catch (...) {
    return nullptr;  // the handler threw
  }
}

}  // namespace

HB_VISIBLE void* operator new(std::size_t size) {
  return new_or_throw(size, kUsualAlignment, HB_CALLER);
}
HB_VISIBLE void* operator new[](std::size_t size) {
  return new_or_throw(size, kUsualAlignment, HB_CALLER);
}
HB_VISIBLE void* operator new(std::size_t size, std::align_val_t alignment) {
  return new_or_throw(size, std::size_t(alignment), HB_CALLER);
}
HB_VISIBLE void* operator new[](std::size_t size, std::align_val_t alignment) {
  return new_or_throw(size, std::size_t(alignment), HB_CALLER);
}
HB_VISIBLE void* operator new(std::size_t size,
                              const std::nothrow_t&) noexcept {
  return new_without_exception(size, kUsualAlignment, HB_CALLER);
}
HB_VISIBLE void* operator new[](std::size_t size,
                                const std::nothrow_t&) noexcept {
  return new_without_exception(size, kUsualAlignment, HB_CALLER);
}
HB_VISIBLE void* operator new(std::size_t size, std::align_val_t alignment,
                              const std::nothrow_t&) noexcept {
  return new_without_exception(size, std::size_t(alignment), HB_CALLER);
}
HB_VISIBLE void* operator new[](std::size_t size, std::align_val_t alignment,
                                const std::nothrow_t&) noexcept {
  return new_without_exception(size, std::size_t(alignment), HB_CALLER);
}

HB_VISIBLE void operator delete(void* block) noexcept {
  release(block, HB_CALLER);
}
HB_VISIBLE void operator delete[](void* block) noexcept {
  release(block, HB_CALLER);
}
HB_VISIBLE void operator delete(void* block, std::size_t) noexcept {
  release(block, HB_CALLER);
}
HB_VISIBLE void operator delete[](void* block, std::size_t) noexcept {
  release(block, HB_CALLER);
}
HB_VISIBLE void operator delete(void* block, std::align_val_t) noexcept {
  release(block, HB_CALLER);
}
HB_VISIBLE void operator delete[](void* block, std::align_val_t) noexcept {
  release(block, HB_CALLER);
}
HB_VISIBLE void operator delete(void* block, std::size_t,
                                std::align_val_t) noexcept {
  release(block, HB_CALLER);
}
HB_VISIBLE void operator delete[](void* block, std::size_t,
                                  std::align_val_t) noexcept {
  release(block, HB_CALLER);
}
HB_VISIBLE void operator delete(void* block, const std::nothrow_t&) noexcept {
  release(block, HB_CALLER);
}
HB_VISIBLE void operator delete[](void* block, const std::nothrow_t&) noexcept {
  release(block, HB_CALLER);
}
HB_VISIBLE void operator delete(void* block, std::align_val_t,
                                const std::nothrow_t&) noexcept {
  release(block, HB_CALLER);
}
HB_VISIBLE void operator delete[](void* block, std::align_val_t,
                                  const std::nothrow_t&) noexcept {
  release(block, HB_CALLER);
}
