// Tests of 03c. A notice is an edition; some know when they are thrown away.

#include "03_shared_ptr_and_mutex/c_who_owns_it/notice_board.hpp"

#include <gtest/gtest.h>

#include <thread>
#include <utility>

#include "checker/explore.hpp"

namespace {

using hb::explore;
using hb::NoticeBoard;
using hb::Region;

struct Timetable {
  int edition = 0;
};

TEST(WhoOwnsIt, ShowsWhatWasPostedLast) {
  explore([] {
    NoticeBoard<Timetable> board({.edition = 1});
    EXPECT_EQ(board.current()->edition, 1);
    board.post([] { return Timetable{.edition = 2}; });
    EXPECT_EQ(board.current()->edition, 2);
  });
}

TEST(WhoOwnsIt, CanBeReadWhileAnotherIsPosted) {
  explore([] {
    NoticeBoard<Timetable> board({.edition = 1});
    std::jthread office(
        [&] { board.post([] { return Timetable{.edition = 2}; }); });

    const auto notice = board.current();
    EXPECT_TRUE(notice->edition == 1 || notice->edition == 2);
  });
}

TEST(WhoOwnsIt, ANoticeStaysAsItIsWhileSomebodyReadsIt) {
  explore([] {
    NoticeBoard<Timetable> board({.edition = 1});
    const auto notice = board.current();
    std::jthread office(
        [&] { board.post([] { return Timetable{.edition = 2}; }); });

    EXPECT_EQ(notice->edition, 1);
  });
}

TEST(WhoOwnsIt, ANoticeIsReadToTheEndBeforeItGoes) {
  explore([] {
    NoticeBoard<Timetable> board({.edition = 1});
    std::jthread traveller([&] { EXPECT_GE(board.current()->edition, 1); });
    board.post([] { return Timetable{.edition = 2}; });
    board.post([] { return Timetable{.edition = 3}; });
  });
}

TEST(WhoOwnsIt, AllReadersShareOneNotice) {
  explore(
      [] {
        NoticeBoard<Timetable> board({.edition = 1});
        const auto read = [&] {
          Region look("look at the board");
          return board.current();
        };
        EXPECT_EQ(&*read(), &*read());
      },
      {.budgets = {{.region = "look at the board", .allocations = 0}}});
}

TEST(WhoOwnsIt, TwoNoticesCanBeWrittenAtTheSameTime) {
  explore(
      [] {
        NoticeBoard<Timetable> board({.edition = 1});
        const auto post = [&] {
          board.post([] {
            Region write("write");
            return Timetable{.edition = 2};
          });
        };
        std::jthread first(post);
        std::jthread second(post);
      },
      {.can_overlap = {{"write", "write"}}});
}

// Takes long to throw away, unless it has been moved from.
class Poster {
 public:
  Poster() = default;
  Poster(Poster&& other) noexcept
      : is_up_(std::exchange(other.is_up_, false)) {}
  Poster(const Poster&) = default;
  Poster& operator=(const Poster&) = default;
  ~Poster() {
    if (is_up_) Region remove("throw away");
  }

 private:
  bool is_up_ = true;
};

TEST(WhoOwnsIt, TwoOldNoticesCanBeThrownAwayAtTheSameTime) {
  explore(
      [] {
        NoticeBoard<Poster> board(Poster{});
        std::jthread first([&] { board.post([] { return Poster(); }); });
        std::jthread second([&] { board.post([] { return Poster(); }); });
      },
      {.can_overlap = {{"throw away", "throw away"}}});
}

}  // namespace
