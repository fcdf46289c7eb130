#include "pipeline/restore/report.hpp"

namespace hb::pipeline {

RestoreReport report_on(const Selection& selection) {
  RestoreReport report;
  report.chunks = selection.chunks().size();
  for (const std::size_t n : selection.items()) {
    const Item& item = selection.item(n);
    if (item.error != 0) {
      report.missing.push_back(item.path);
      continue;
    }
    report.items.add(item);
    for (const Segment& segment : item.segments) {
      report.raw_bytes += segment.bytes;
    }
  }
  return report;
}

}  // namespace hb::pipeline
