#include "upgrade.hpp"

#include <cstdio>
#include <latch>
#include <mutex>
#include <set>
#include <shared_mutex>
#include <thread>
#ifdef HB_HAVE_BOOST_THREAD
#include <boost/thread/lock_types.hpp>
#include <boost/thread/shared_mutex.hpp>
#endif

namespace hb {
namespace {

// The latch stands where the lock is given back: both have looked, and neither
// has written. No schedule is left to chance.
// #region let_go
bool add_after_letting_go(std::shared_mutex& mutex, std::multiset<int>& pages,
                          int page, std::latch& both_have_looked) {
  {
    std::shared_lock look(mutex);
    if (pages.contains(page)) return false;
  }
  both_have_looked.arrive_and_wait();
  std::unique_lock write(mutex);
  pages.insert(page);  // by now there may be one
  return true;
}
// #endregion let_go

// #region look_again
bool add_and_look_again(std::shared_mutex& mutex, std::multiset<int>& pages,
                        int page, std::latch& both_have_looked) {
  {
    std::shared_lock look(mutex);
    if (pages.contains(page)) return false;
  }
  both_have_looked.arrive_and_wait();
  std::unique_lock write(mutex);
  if (pages.contains(page)) return false;  // the other one was faster
  pages.insert(page);
  return true;
}
// #endregion look_again

template <typename Add>
void print_who_adds(const char* how, Add add) {
  bool first_has = false, second_has = false;
  std::jthread first([&] { first_has = add(); });
  std::jthread second([&] { second_has = add(); });
  first.join();
  second.join();
  std::printf("%s%d of 2 made the page\n", how, first_has + second_has);
}

template <typename Add>
void print_who_adds_by_std(const char* how, Add add) {
  std::shared_mutex mutex;
  std::multiset<int> pages;  // guarded by mutex
  std::latch both_have_looked(2);
  print_who_adds(how, [&] { return add(mutex, pages, 7, both_have_looked); });
}

#ifdef HB_HAVE_BOOST_THREAD
// #region upgrade
bool add_by_upgrade(boost::upgrade_mutex& mutex, std::multiset<int>& pages,
                    int page) {
  // Beside readers, and one thread at a time.
  boost::upgrade_lock<boost::upgrade_mutex> look(mutex);
  if (pages.contains(page)) return false;
  // Waits for the readers to leave. Nobody has written since the look.
  boost::upgrade_to_unique_lock<boost::upgrade_mutex> write(look);
  pages.insert(page);
  return true;
}
// #endregion upgrade

void print_who_upgrades(const char* how) {
  boost::upgrade_mutex mutex;
  std::multiset<int> pages;  // guarded by mutex
  print_who_adds(how, [&] { return add_by_upgrade(mutex, pages, 7); });
}
#else
// Without Boost the standard's two steps stand in: the result is the same.
void print_who_upgrades(const char* how) {
  print_who_adds_by_std(how, add_and_look_again);
}
#endif

}  // namespace

void two_threads_find_a_page_missing() {
  print_who_adds_by_std("let go in between:   ", add_after_letting_go);
  print_who_adds_by_std("looked again:        ", add_and_look_again);
  print_who_upgrades("upgraded:            ");
}

}  // namespace hb
