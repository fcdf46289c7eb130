// Lesson 04: readers and writers
//
// Shows  Readers can be inside together, as long as nobody writes; a writer
//        needs to be alone. Who waits for whom then, who waits for ever, and
//        why a reader cannot simply become a writer.
// Run    ./workbook lesson 04 (prints expected.txt), then ./workbook check 04a

#include <atomic>
#include <cstddef>
#include <cstdio>
#include <latch>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <thread>
#include <vector>

#include "lesson/arguments.hpp"
#include "readers_first.hpp"
#include "upgrade.hpp"

namespace {

// #region notes
struct Notes {
  mutable std::shared_mutex mutex;
  std::vector<int> values{1, 2, 3};  // guarded by mutex

  std::string read() const {
    std::shared_lock lock(mutex);  // beside other readers
    std::string text;
    for (const int value : values) text += ' ' + std::to_string(value);
    return text;
  }
  void push(int value) {
    std::unique_lock lock(mutex);  // alone
    values.push_back(value);
  }
};
// #endregion notes

// Each reader waits inside until all are there: behind a mutex, nobody would
// ever come out again.
// #region together
void readers_are_inside_together(unsigned readers) {
  Notes notes;
  std::latch all_are_inside(readers), writer_has_tried(1);
  std::vector<std::jthread> running;
  for (unsigned i = 0; i < readers; ++i) {
    running.emplace_back([&] {
      std::shared_lock lock(notes.mutex);
      all_are_inside.count_down();
      writer_has_tried.wait();
    });
  }
  all_are_inside.wait();
  const bool writer_is_in = notes.mutex.try_lock();
  writer_has_tried.count_down();
  std::printf("readers inside:      %u of %u together\n", readers, readers);
  std::printf("  a writer:          %s\n",
              writer_is_in ? "goes in" : "has to wait");
}
// #endregion together

// "Readers do not block" is half of the truth.
// #region writer
void a_writer_keeps_readers_out() {
  Notes notes;
  bool reader_is_in = false;
  {
    std::unique_lock lock(notes.mutex);
    std::jthread([&] {
      reader_is_in = notes.mutex.try_lock_shared();
      if (reader_is_in) notes.mutex.unlock_shared();
    }).join();
  }
  std::printf("a writer inside:     it alone\n");
  std::printf("  a reader:          %s\n",
              reader_is_in ? "goes in" : "has to wait");
}
// #endregion writer

void a_value_is_pushed(unsigned readers) {
  Notes notes;
  std::printf("before the push:    %s\n", notes.read().c_str());
  std::jthread([&] { notes.push(4); }).join();
  std::vector<std::string> seen(readers);
  {
    std::vector<std::jthread> running;
    for (unsigned i = 0; i < readers; ++i) {
      running.emplace_back([&notes, &mine = seen[i]] { mine = notes.read(); });
    }
  }
  unsigned alike = 0;
  for (const std::string& text : seen) alike += text == seen.front();
  std::printf("after the push:     %s, for %u of %u\n", seen.front().c_str(),
              alike, readers);
}

// Each reader looks before, during and after the change.
// #region config
void a_setting_is_changed_while_it_is_read(unsigned readers) {
  std::shared_mutex mutex;
  std::size_t chunk_size = 1;  // MiB; guarded by mutex
  const auto look = [&] {
    std::shared_lock lock(mutex);
    return chunk_size;
  };
  std::atomic<unsigned> old_before = 0, other_during = 0, new_after = 0;
  std::latch all_have_read(readers), is_changed(1);
  {
    std::vector<std::jthread> running;
    for (unsigned i = 0; i < readers; ++i) {
      running.emplace_back([&] {
        old_before += look() == 1;
        all_have_read.count_down();
        const std::size_t seen = look();
        other_during += seen != 1 && seen != 16;
        is_changed.wait();
        new_after += look() == 16;
      });
    }
    all_have_read.wait();
    {
      std::unique_lock lock(mutex);
      chunk_size = 16;
    }
    is_changed.count_down();
  }
  std::printf(
      "chunk size:          1 MiB for %u, then 16 MiB for %u; else %u\n",
      old_before.load(), new_after.load(), other_during.load());
}
// #endregion config

// One thread plays all readers, and each comes before the last one has left:
// so it is with many readers, most of the time.
// #region starves
void a_writer_starves(unsigned readers) {
  hb::ReadersFirst mutex;
  bool has_written = false;  // guarded by mutex
  mutex.lock_shared();
  std::jthread writer([&] {
    std::lock_guard lock(mutex);
    has_written = true;
  });
  mutex.wait_until_a_writer_waits();
  unsigned overtaken_by = 0;
  for (unsigned i = 0; i < readers; ++i) {
    mutex.lock_shared();    // the next one comes,
    mutex.unlock_shared();  // and the one before it goes
    if (!has_written) ++overtaken_by;
  }
  mutex.unlock_shared();
  std::printf(
      "readers first:       a waiting writer is overtaken by %u of %u\n",
      overtaken_by, readers);
}
// #endregion starves

}  // namespace

int main(int argc, char** argv) {
  hb::LessonArguments arguments(
      {"04", "readers and writers",
       "Who may be inside together, who has to wait, a writer who waits for "
       "ever, and a reader who wants to write.",
       5});
  const unsigned readers = arguments.read(argc, argv);

  readers_are_inside_together(readers);
  a_writer_keeps_readers_out();
  a_value_is_pushed(readers);
  a_setting_is_changed_while_it_is_read(readers);
  a_writer_starves(readers);
  hb::two_threads_find_a_page_missing();
}
