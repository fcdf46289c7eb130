#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <limits>
#include <map>
#include <memory>
#include <mutex>
#include <system_error>
#include <unordered_set>
#include <utility>

#include "pipeline/container/reading.hpp"
#include "pipeline/restore/file_visitor.hpp"
#include "pipeline/restore/partial_tree.hpp"
#include "pipeline/restore/restore.hpp"

namespace hb::pipeline {
namespace {

constexpr std::uint64_t kNowhere = std::numeric_limits<std::uint64_t>::max();

// Thread-safe.
class Differences {
 public:
  // The least `order` comes first: items in the index's order.
  void add(std::size_t order, std::string path, std::string text) {
    const std::lock_guard lock(mutex_);
    found_.emplace(order, Difference{std::move(path), std::move(text)});
  }
  std::vector<Difference> take() {
    const std::lock_guard lock(mutex_);
    std::vector<Difference> all;
    for (auto& [order, difference] : found_) {
      all.push_back(std::move(difference));
    }
    return all;
  }

 private:
  std::mutex mutex_;
  std::multimap<std::size_t, Difference> found_;  // guarded by mutex_
};

struct Original : VisitedFile {
  File file;  // empty: it could not be opened, which has been told
  std::atomic<std::uint64_t> first_difference{kNowhere};

  void differs_at(std::uint64_t offset) {
    // WHY relaxed: read after all visits, which end_file() comes after.
    std::uint64_t least = first_difference.load(std::memory_order_relaxed);
    while (offset < least && !first_difference.compare_exchange_weak(
                                 least, offset, std::memory_order_relaxed)) {
    }
  }
};

// Reads the original piece by piece and compares.
class Comparing final : public FileVisitor {
 public:
  Comparing(const Selection& selection, const Index& index,
            const std::filesystem::path& original, Differences& differences,
            Metrics& metrics)
      : FileVisitor(selection, Stage::verify),
        selection_(selection),
        index_(index),
        original_(original),
        differences_(differences),
        metrics_(metrics) {}

  std::unique_ptr<VisitedFile> begin_file(const Item& item) override {
    auto original = std::make_unique<Original>();
    // What is there and is no file is told by compare_item().
    if (is_file(item)) {
      try {
        original->file = File::open(path_of(item).string(),
                                    O_RDONLY | O_NOFOLLOW, Stage::read);
      } catch (const Failure& failure) {
        tell(item, failure.what());
      }
    }
    return original;
  }

  void visit(VisitedFile& file, const Item&, const Segment& segment,
             std::span<const std::byte> bytes) override {
    auto& original = static_cast<Original&>(file);
    if (!original.file) return;
    thread_local std::vector<std::byte> theirs;
    theirs.resize(64 * 1024);
    std::uint64_t offset = segment.file_offset;
    while (!bytes.empty()) {
      const auto part = bytes.first(std::min(bytes.size(), theirs.size()));
      const std::size_t read =
          original.file.read(std::span(theirs).first(part.size()), offset);
      const auto end = theirs.begin() + static_cast<std::ptrdiff_t>(read);
      const auto at =
          std::mismatch(part.begin(), part.end(), theirs.begin(), end).first;
      if (at != part.end()) {
        original.differs_at(offset +
                            static_cast<std::uint64_t>(at - part.begin()));
        return;
      }
      offset += part.size();
      bytes = bytes.subspan(part.size());
    }
  }

  void end_file(VisitedFile& file, const Item& item) override {
    auto& original = static_cast<Original&>(file);
    if (!original.file) return;
    check_holes(original, item);
    const std::uint64_t first =
        original.first_difference.load(std::memory_order_relaxed);
    if (first != kNowhere) tell(item, fmt::format("differs at byte {}", first));
    metrics_.count(Counter::files_processed);
  }

  // Everything but content.
  void compare_item(const Item& item) {
    struct stat status {};
    if (::lstat(path_of(item).c_str(), &status) != 0) {
      tell(item, errno == ENOENT ? "is not there"
                                 : std::generic_category().message(errno));
      return;
    }
    if (item.error != 0) {
      tell(item, fmt::format("was not packed: {}",
                             std::generic_category().message(item.error)));
    } else if (!has_kind(item, status)) {
      tell(item, "is of another kind");
    } else {
      compare_status(item, status);
    }
  }

  void compare_empty(const Item& item) {
    const auto file = begin_file(item);
    end_file(*file, item);
  }

 private:
  std::filesystem::path path_of(const Item& item) const {
    const std::string_view below = selection_.below_root(item);
    return below.empty() ? original_ : original_ / below;
  }

  bool is_file(const Item& item) const {
    struct stat status {};
    return ::lstat(path_of(item).c_str(), &status) == 0 &&
           S_ISREG(status.st_mode);
  }

  static bool has_kind(const Item& item, const struct stat& status) {
    switch (item.kind) {
      case ItemKind::file:
        return S_ISREG(status.st_mode);
      case ItemKind::directory:
        return S_ISDIR(status.st_mode);
      case ItemKind::link:
        return S_ISLNK(status.st_mode);
    }
    return false;
  }

  void compare_status(const Item& item, const struct stat& status) {
    const auto size = static_cast<std::uint64_t>(status.st_size);
    if (item.kind == ItemKind::file && size != item.size) {
      tell(item, fmt::format("has {} bytes, not {}", size, item.size));
    }
    if (item.kind == ItemKind::link) {
      std::error_code error;
      const auto target = std::filesystem::read_symlink(path_of(item), error);
      if (target != item.target) tell(item, "leads elsewhere");
    } else if ((status.st_mode & kRestoredMode) !=
               (item.mode & kRestoredMode)) {
      tell(item, fmt::format("has mode {:o}, not {:o}",
                             status.st_mode & kRestoredMode,
                             item.mode & kRestoredMode));
    }
    const std::int64_t mtime =
        std::int64_t{status.st_mtim.tv_sec} * 1'000'000'000 +
        status.st_mtim.tv_nsec;
    if (mtime != item.mtime) tell(item, "was modified at another time");
  }

  // Between its segments a file is zeros. SEEK_DATA passes over what the file
  // system knows to be zeros.
  void check_holes(Original& original, const Item& item) {
    std::uint64_t end = 0;
    for (const Segment& segment : item.segments) {
      check_zeros(original, end, segment.file_offset);
      end = segment.file_offset + segment.bytes;
    }
    check_zeros(original, end, item.size);
  }

  static void check_zeros(Original& original, std::uint64_t from,
                          std::uint64_t to) {
    std::vector<std::byte> buffer;
    while (from < to) {
      const off_t data =
          ::lseek(original.file.fd(), static_cast<off_t>(from), SEEK_DATA);
      if (data < 0 && errno == ENXIO) return;  // no data behind it
      if (data > 0) from = std::max(from, static_cast<std::uint64_t>(data));
      if (from >= to) return;
      buffer.resize(64 * 1024);
      const std::size_t read =
          original.file.read(std::span(buffer).first(std::min<std::uint64_t>(
                                 buffer.size(), to - from)),
                             from);
      if (read == 0) return;  // shorter: its size differs, which is told
      const auto end = buffer.begin() + static_cast<std::ptrdiff_t>(read);
      const auto at = std::find_if(buffer.begin(), end, [](std::byte byte) {
        return byte != std::byte{0};
      });
      if (at != end) {
        original.differs_at(from +
                            static_cast<std::uint64_t>(at - buffer.begin()));
        return;
      }
      from += read;
    }
  }

  void tell(const Item& item, std::string text) {
    const auto order = static_cast<std::size_t>(&item - index_.items.data());
    differences_.add(order, item.path, std::move(text));
  }

  const Selection& selection_;
  const Index& index_;
  const std::filesystem::path& original_;
  Differences& differences_;
  Metrics& metrics_;
};

// What the original has and the container has not.
void find_others(const Selection& selection,
                 const std::filesystem::path& original,
                 Differences& differences) {
  std::unordered_set<std::string_view> known;
  for (const std::size_t n : selection.items()) {
    known.insert(selection.below_root(selection.item(n)));
  }
  std::error_code error;
  using Walk = std::filesystem::recursive_directory_iterator;
  for (Walk walk(original,
                 std::filesystem::directory_options::skip_permission_denied,
                 error);
       walk != Walk(); walk.increment(error)) {
    const std::string below =
        walk->path().lexically_relative(original).string();
    if (known.contains(below)) continue;
    differences.add(kNowhere, selection.root().path + "/" + below,
                    "is not in the container");
    // What is below it follows from it.
    if (walk->is_directory(error) && !walk->is_symlink(error)) {
      walk.disable_recursion_pending();
    }
  }
  if (error) {
    differences.add(kNowhere, original.string(),
                    "cannot be listed: " + error.message());
  }
}

}  // namespace

std::vector<Difference> compare(const RestoreJob& job,
                                const std::filesystem::path& original,
                                Metrics& metrics, std::stop_token stop) {
  const Container container = Container::open(job.container, job.key);
  const Selection selection(container.index(), job.only);
  if (selection.empty()) return {};
  struct stat status {};
  if (::lstat(original.c_str(), &status) != 0) {
    throw system_failure(errno, Stage::read, original.string());
  }
  Differences differences;
  Comparing comparing(selection, container.index(), original, differences,
                      metrics);
  for (const std::size_t n : selection.items()) {
    const Item& item = selection.item(n);
    comparing.compare_item(item);
    if (item.kind == ItemKind::file && item.error == 0 &&
        item.segments.empty()) {
      comparing.compare_empty(item);
    }
  }
  visit_chunks(container, selection.chunks(), comparing,
               {.workers = job.workers, .stage = Stage::verify}, metrics,
               std::move(stop));
  if (S_ISDIR(status.st_mode)) find_others(selection, original, differences);
  return differences.take();
}

}  // namespace hb::pipeline
