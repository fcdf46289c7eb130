#include "runner/book/book_sources.hpp"

#include <gtest/gtest.h>

#include "runner/book/check_book.hpp"
#include "runner/catalog/temporary_exercise.hpp"

namespace hb::runner {
namespace {

// The rows that the lessons written so far must hold.
const RequiredRows kRequired = {
    {"00", {"M01", "M27", "M28", "A01", "A40", "K14"}},
    {"01", {"M09", "A10", "A21", "A28", "K16", "X22"}},
    {"02", {"S01", "S24", "K15", "X16"}},
    {"03", {"A16", "S03", "S05", "S16", "S25", "M10", "K02", "K09", "K10"}},
    {"04", {"A17", "S20", "X17"}},
    {"05", {"S06", "S13", "X13"}},
    {"06", {"A38", "K12", "K17", "P76"}},
    {"07",
     {"P15", "A18", "A35", "A39", "S02", "S04", "S11", "S14", "S15", "S18",
      "M20", "M21", "M22", "P16", "P30", "X01", "X02", "X11", "X14"}},
    {"08", {"A08", "A13", "A20", "A24", "A26", "A36", "S19",
            "M18", "M19", "K03", "K05", "K06", "K07", "K13",
            "K18", "P14", "P17", "P18", "X04", "X09", "X15"}},
    {"09",
     {"A14", "A19", "A22", "A23", "A34", "P02", "P03", "P04", "P05", "P06",
      "X08", "X12"}},
    {"10", {"A27", "K08", "X21"}},
    {"11", {"P27", "P28", "P29", "X03"}},
    {"12", {"A30", "A31", "P31", "P32", "P33", "P34", "X07", "X10"}},
    {"15",
     {"M02", "M03", "M04", "M05", "M06", "M07", "M08", "M23", "M24", "A29",
      "X19", "X20"}},
    {"22", {"P07", "P08", "P09", "P10", "P19", "P20", "P21", "P22", "P35",
            "P36", "P37", "P45", "X06", "P63", "M11", "M12", "M13", "M14",
            "M15", "M16", "M17", "K01", "K04", "K11", "P01", "P11", "P12",
            "P13", "P23", "P24", "P25", "P26", "P38", "P39", "P40", "P41",
            "P42", "P43", "P44", "P46", "P47", "P48", "P49", "P50", "P52",
            "P53", "P54", "P55", "P59", "P60", "P61", "P62", "P65", "P66",
            "P67", "P68", "P69", "P70", "P71", "P73", "P74", "A22", "X05"}},
};

class Sources {
 public:
  explicit Sources(const std::string& rows) {
    const auto root = workspace().root;
    write_file(root / "book/sources.tsv", rows);
    write_file(root / "book/page.md", "# Title\n\n## A `part`: it\n");
    write_file(root / "code.cpp",
               "// #region one\n// #endregion one\nTEST(Suite, Fact) {}\n");
  }
  Workspace workspace() const { return temporary_.workspace(); }
  std::string complaints(const RequiredRows& required = {}) const {
    return text_of(check_sources(workspace(), required));
  }

 private:
  TemporaryExercise temporary_;
};

TEST(BookSources, MayBeAFileARegionATestOrAHeading) {
  EXPECT_EQ(Sources("# a comment\nM01\t07\tcode.cpp\nM02\t07\tcode.cpp#one\n"
                    "M03\t07\tcode.cpp#Suite.Fact\n"
                    "M04\t07\tbook/page.md#A `part`: it\n")
                .complaints(),
            "");
}

TEST(BookSources, NameWhatThereIsInPlaceOfWhatIsMissing) {
  EXPECT_EQ(Sources("\nM01\t07\tcode.cpp#two\n").complaints(),
            "error: row M01 has no artefact \"code.cpp#two\"\n"
            "  --> book/sources.tsv:2\n"
            "  It has no region \"two\". Its regions: one.\n");
}

TEST(BookSources, MustExistWhateverTheirKind) {
  for (const char* artefact : {"", "none.cpp", "code.cpp#Suite.Other",
                               "book/page.md#A part", "code.cpp#"}) {
    EXPECT_NE(Sources(std::string("M01\t07\t") + artefact + "\n").complaints(),
              "")
        << artefact;
  }
}

TEST(BookSources, HoldEveryRowThatIsRequiredOfALesson) {
  const Sources sources("M01\t08\tcode.cpp\n");
  EXPECT_EQ(sources.complaints({{"08", {"M01"}}}), "");
  EXPECT_NE(sources.complaints({{"07", {"M01"}}})
                .find("error: no row M01 of lesson 07\n"),
            std::string::npos);
}

TEST(Book, HoldsEveryRowOfItsLessons) {
  EXPECT_EQ(text_of(check_sources(find_workspace(), kRequired)), "");
}

}  // namespace
}  // namespace hb::runner
