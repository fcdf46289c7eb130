// How the page of a benchmark looks.
#pragma once

namespace hb::runner {

// WHY no font, script or picture from elsewhere: the page is one file.
inline constexpr const char* kBenchPageStyle = R"(
:root { color-scheme: light dark;
  --ground: #ffffff; --text: #1f2328; --faint: #57606a; --line: #d0d7de;
  --naive: #8c959f; --other: #54a3ff; --yours: #e3b341; --spread: #1f2328; }
@media (prefers-color-scheme: dark) { :root {
  --ground: #0d1117; --text: #e6edf3; --faint: #9198a1; --line: #30363d;
  --naive: #6e7681; --other: #1f6feb; --yours: #9e6a03; --spread: #f0f6fc; } }
@media print { :root { color-scheme: light;
  --ground: #ffffff; --text: #000000; --faint: #444444; --line: #cccccc;
  --naive: #999999; --other: #8ab8e6; --yours: #e3b341; --spread: #000000; }
  * { print-color-adjust: exact; } section { break-inside: avoid; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 72rem; padding: 1rem; background: var(--ground);
  color: var(--text); font: 16px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: .5rem 0; }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; border-top: 1px solid var(--line);
  padding-top: 1rem; overflow-wrap: anywhere; }
p { max-width: 44rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem;
  margin: 1rem 0; font-size: .9rem; }
dt { color: var(--faint); } dd { margin: 0; overflow-wrap: anywhere; }
.pair { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1rem; }
@media (min-width: 60rem) { .pair {
  grid-template-columns: minmax(0, 5fr) minmax(0, 6fr); gap: 2rem; } }
figure { margin: 0; min-width: 0; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .85rem;
  font-variant-numeric: tabular-nums; }
th, td { text-align: right; padding: .35rem .4rem; vertical-align: top;
  border-bottom: 1px solid var(--line); }
th:first-child { text-align: left; }
thead th { color: var(--faint); font-weight: normal; }
tbody th { font-weight: normal; } tr.yours th { font-weight: bold; }
td.reason { text-align: left; }
small { color: var(--faint); font-size: inherit; }
.range { white-space: nowrap; }
pre { overflow-x: auto; font-size: .85rem; }
.chart { display: block; font-size: 14px; }
.chart text { fill: var(--text); } .chart .tick { fill: var(--faint); font-size: 12px; }
.chart .way.yours { font-weight: bold; }
.grid { stroke: var(--line); } .all { stroke: var(--spread); stroke-width: 1.5; }
.half { fill: var(--spread); } .bar.naive { fill: var(--naive); }
.bar.other { fill: var(--other); } .bar.yours { fill: var(--yours); }
)";

}  // namespace hb::runner
