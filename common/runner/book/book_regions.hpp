// Code in the book is never typed there: a line of its own includes a file, or
// one region of it.
//
//   <<< ../lessons/07_channels/channel.hpp#channel
//
// A region is what stands between `// #region channel` and
// `// #endregion channel`.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace hb::runner {

struct Include {
  std::string path;    // as written, relative to the page
  std::string region;  // empty: the whole file
};

std::optional<Include> parse_include(const std::string& line);

struct RegionCount {
  int begins = 0;
  int ends = 0;
};
RegionCount count_region(const std::string& text, const std::string& region);

// The names of all regions that begin in `text`, in order.
std::vector<std::string> region_names(const std::string& text);

// The lines inside a region, or of the whole text if `region` is empty, without
// the markers and without the indentation that all of them share.
std::vector<std::string> region_lines(const std::string& text,
                                      const std::string& region);

}  // namespace hb::runner
