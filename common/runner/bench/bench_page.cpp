#include "runner/bench/bench_page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <span>

#include "runner/bench/bench_chart.hpp"
#include "runner/bench/bench_page_style.hpp"
#include "runner/system/markup.hpp"
#include "runner/system/text.hpp"

namespace hb::runner {
namespace {

using BenchRows = std::span<const BenchRow>;

// What the rows of a group have besides a time.
struct PageColumns {
  bool claims = false;
  std::set<std::string> counters = {};

  explicit PageColumns(BenchRows rows) {
    for (const BenchRow& row : rows) {
      if (!row.claimed.empty()) claims = true;
      for (const auto& counter : row.counters) counters.insert(counter.first);
    }
  }
};

std::string ratio_html(const Ratio& ratio) {
  return fmt::format(
      "{} <small>{}</small>", format_ratio(ratio.value),
      ratio.word == Comparison::cannot_tell ? "cannot tell" : word(ratio.word));
}

std::string ratio_cell(const BenchRow& row) {
  if (row.naive) return "1";
  std::string cell = row.to_naive ? ratio_html(*row.to_naive) : "";
  if (row.to_solution) {
    cell +=
        "<br><small>to the solution</small> " + ratio_html(*row.to_solution);
  }
  return cell;
}

std::string range_cell(double low, double high) {
  return fmt::format(
      "<small class=\"range\">{}</small> "
      "<small class=\"range\">to {}</small>",
      format_time(low), format_time(high));
}

// "shared_mutex" may be broken after the line in it.
std::string way_html(const std::string& way) {
  std::string html;
  for (const char c : markup_text(way)) {
    html += c;
    if (c == '_') html += "<wbr>";
  }
  return html;
}

std::string table_row(const BenchRow& row, const PageColumns& columns) {
  std::string html = fmt::format(
      "<tr{}><th scope=\"row\">{}{}</th>",
      row.way == "yours" ? " class=\"yours\"" : "", way_html(row.way),
      row.naive && !columns.claims ? " <small>(naive)</small>" : "");
  if (columns.claims) {
    html += "<td>" + markup_text(row.claimed) + "</td>";
  }
  const std::size_t rest = (columns.claims ? 3 : 4) + columns.counters.size();
  if (!row.time) {
    return html +
           fmt::format("<td class=\"reason\" colspan=\"{}\">{}</td></tr>\n",
                       rest, markup_text(row.error));
  }
  html += fmt::format("<td>{}</td><td>{}</td><td>{}</td>",
                      format_time(row.time->median),
                      range_cell(row.time->low, row.time->high),
                      range_cell(row.time->least, row.time->most));
  if (!columns.claims) html += "<td>" + ratio_cell(row) + "</td>";
  for (const std::string& name : columns.counters) {
    const auto counter = row.counters.find(name);
    html += fmt::format("<td>{}</td>", counter == row.counters.end()
                                           ? ""
                                           : format_count(counter->second));
  }
  return html + "</tr>\n";
}

std::string table_html(BenchRows rows, const PageColumns& columns) {
  std::string html =
      "<div class=\"scroll\" tabindex=\"0\" role=\"group\" "
      "aria-label=\"Figures of " +
      markup_text(rows.front().group) +
      "\"><table>\n<thead><tr><th scope=\"col\">way</th>";
  const auto column = [&](const std::string& name) {
    html += "<th scope=\"col\">" + markup_text(name) + "</th>";
  };
  if (columns.claims) column("claimed");
  column("median");
  column("middle half");
  column("all");
  if (!columns.claims) column("speed");
  for (const std::string& name : columns.counters) column(name);
  html += "</tr></thead>\n<tbody>\n";
  for (const BenchRow& row : rows) html += table_row(row, columns);
  return html + "</tbody></table></div>\n";
}

std::string group_html(BenchRows rows, bool claims, std::size_t number) {
  PageColumns columns(rows);
  columns.claims = claims;
  std::vector<BenchRow> bars(rows.begin(), rows.end());
  if (claims) {
    for (BenchRow& row : bars) row.naive = false;
  }
  const std::string id = fmt::format("group-{}", number);
  const std::string group = rows.front().group;
  return fmt::format(
      "<section aria-labelledby=\"{0}\">\n<h2 id=\"{0}\">{1}</h2>\n"
      "<div class=\"pair\">\n<figure>\n{2}</figure>\n{3}</div>\n</section>\n",
      id, markup_text(group.empty() ? rows.front().way : group),
      bench_chart(bars, id + "-chart"), table_html(rows, columns));
}

std::string facts_html(const std::vector<BenchFact>& facts) {
  std::string html = "<dl>\n";
  for (const BenchFact& fact : facts) {
    html += fmt::format("<dt>{}</dt><dd>{}</dd>\n", markup_text(fact.name),
                        markup_text(fact.value));
  }
  return html + "</dl>\n";
}

std::string page_paragraph(const std::string& text) {
  return text.empty() ? "" : "<p>" + markup_text(text) + "</p>\n";
}

}  // namespace

std::string bench_page(const BenchPage& page, const BenchReport& report) {
  const std::string title =
      markup_text(fmt::format("Benchmark {}: {}", page.number, page.title));
  std::string html = fmt::format(
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, "
      "initial-scale=1\">\n<title>{0}</title>\n<style>{1}</style>\n</head>\n"
      "<body>\n<main>\n<h1>{0}</h1>\n",
      title, kBenchPageStyle);
  const std::vector<BenchRow> rows = report.rows();
  const bool claims = PageColumns(rows).claims;
  html += facts_html(page.facts);
  html += page_paragraph(fmt::format(
      "The time of one operation, in {} interleaved runs. A bar is the median; "
      "the line on it reaches from the fastest run to the slowest, and is "
      "thick for the middle half of them.{}",
      page.repetitions,
      claims ? ""
             : " Speed is that of the naive way, the first of its group, "
               "turned round: 2 is twice as fast. Where the middle halves "
               "overlap or the medians differ by less than 5 %, this machine "
               "cannot tell."));
  html += page_paragraph(report.trials_text());
  for (const std::string& note : page.notes) html += page_paragraph(note);

  std::size_t number = 0;
  for (std::size_t first = 0; first < rows.size();) {
    std::size_t end = first;
    while (end < rows.size() && rows[end].group == rows[first].group) ++end;
    html += group_html(BenchRows(rows).subspan(first, end - first), claims,
                       ++number);
    first = end;
  }
  if (!page.about.empty()) {
    html += "<section>\n<h2>What is asked, and how</h2>\n<pre>" +
            markup_text(page.about) + "</pre>\n</section>\n";
  }
  return html + "</main>\n</body>\n</html>\n";
}

std::string comment_at_the_head(const std::string& source) {
  std::string text;
  for (const std::string& line : lines_of(source)) {
    if (!line.starts_with("//")) break;
    text += line.substr(std::min<std::size_t>(line.size(), 3)) + "\n";
  }
  return text;
}

}  // namespace hb::runner
