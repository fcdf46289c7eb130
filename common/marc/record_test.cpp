#include "marc/record.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace hb::marc {
namespace {

const std::vector<Field> kBook = {{"001", "hb1"},
                                  {"245",
                                   "10\x1f"
                                   "aOn salt /\x1f"
                                   "cAda."},
                                  {"600",
                                   "10\x1f"
                                   "xno text"},
                                  {"650",
                                   " 0\x1f"
                                   "aSalt"},
                                  {"651",
                                   " 0\x1f"
                                   "aHallstatt\x1f"
                                   "xHistory"},
                                  {"700",
                                   "1 \x1f"
                                   "aHugo"}};

TEST(MarcRecord, IsWellFormedWhenEncoded) {
  const std::string record = encode(kBook);
  EXPECT_TRUE(has_outline(record));
  EXPECT_EQ(problem(record), "");
  EXPECT_EQ(record.substr(0, 5), "00" + std::to_string(record.size()));
}

TEST(MarcRecord, GivesBackItsFields) {
  EXPECT_EQ(fields(encode(kBook)), kBook);
  EXPECT_TRUE(fields(encode({})).empty());
}

TEST(MarcRecord, AppendsViewsOfItsFieldsToThoseOfOthers) {
  const std::string record = encode(kBook);
  std::vector<FieldView> views;
  append_fields(record, views);
  append_fields(record, views);
  ASSERT_EQ(views.size(), 2 * kBook.size());
  for (std::size_t n = 0; n < views.size(); ++n) {
    EXPECT_EQ(views[n].tag, kBook[n % kBook.size()].tag);
    EXPECT_EQ(views[n].data, kBook[n % kBook.size()].data);
  }
}

TEST(MarcRecord, HasATitleAndSubjects) {
  const std::string record = encode(kBook);
  EXPECT_EQ(title(record), "On salt /");
  EXPECT_EQ(subjects(record), (std::vector<std::string>{"Salt", "Hallstatt"}));
}

TEST(MarcRecord, MayHaveNeither) {
  const std::string record = encode({{"001", "hb1"}});
  EXPECT_EQ(title(record), "");
  EXPECT_TRUE(subjects(record).empty());
}

TEST(MarcRecord, NamesAWrongLength) {
  std::string record = encode({{"001", "hb1"}});
  record.erase(record.size() - 3, 1);
  EXPECT_EQ(problem(record),
            "the leader says 42 bytes, the terminator comes after 41");
  EXPECT_FALSE(has_outline(record));
}

TEST(MarcRecord, NamesAMissingTerminator) {
  std::string record = encode(kBook);
  record.pop_back();
  EXPECT_EQ(problem(record), "there is no record terminator");
  EXPECT_EQ(problem(""), "there is no record terminator");
}

TEST(MarcRecord, NamesATerminatorInside) {
  EXPECT_EQ(problem(encode({{"001",
                             "h\x1d"
                             "b"}})),
            "there is a record terminator inside");
}

TEST(MarcRecord, NamesALeaderThatIsNone) {
  EXPECT_EQ(problem("\x1d"), "it is too short for a leader");
  std::string record = encode(kBook);
  record[2] = 'x';
  EXPECT_EQ(problem(record), "the leader does not begin with five digits");
}

TEST(MarcRecord, NamesADirectoryThatEndsElsewhere) {
  for (const char* base : {"00000", "00024", "00036", "99999", "   25"}) {
    std::string record = encode(kBook);
    record.replace(12, 5, base);
    EXPECT_EQ(problem(record),
              "the directory does not end where the leader says");
  }
}

TEST(MarcRecord, NamesADirectoryEntryWithoutAField) {
  // Its length: not a number, none, one too short, beyond the record.
  for (const char* length : {"00x4", "0000", "0003", "9999"}) {
    std::string record = encode({{"001", "hb1"}});
    record.replace(27, 4, length);
    EXPECT_TRUE(has_outline(record));
    EXPECT_EQ(problem(record),
              "the directory entry at byte 24 of the record names no field");
  }
}

TEST(MarcRecord, RefusesWhatTheFormatCannotHold) {
  const std::string longest(kLargestField - 1, 'a');
  EXPECT_EQ(problem(encode({{"500", longest}})), "");
  EXPECT_THROW(encode({{"500", longest + "a"}}), std::length_error);
  EXPECT_THROW(encode(std::vector<Field>(11, {"500", longest})),
               std::length_error);
}

}  // namespace
}  // namespace hb::marc
