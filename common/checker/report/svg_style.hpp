// How the timeline looks.
#pragma once

namespace hb::checker {

// WHY both colour schemes in the file: the page that shows it may not know.
// WHY no CSS variables: not every program that shows SVG knows them.
inline constexpr const char* kStyle = R"(<style>
text { font: 13px ui-monospace, Menlo, Consolas, monospace; fill: #1f2328; }
text.title, text.thread { font-weight: bold; }
text.faint { fill: #656d76; }
text.number { fill: #656d76; text-anchor: end; }
text.race-text { fill: #cf222e; font-weight: bold; }
.ground { fill: #ffffff; }
.lane { stroke: #d0d7de; stroke-width: 2; }
.dot { fill: #1f2328; }
.dot.racing { fill: #cf222e; }
.dot.blocked { fill: #ffffff; stroke: #cf222e; stroke-width: 2; }
.arrow { fill: none; stroke-width: 1.5; }
.sync { stroke: #1a7f37; stroke-width: 2.5; }
.sync-head { fill: #1a7f37; }
.value { stroke: #9a6700; stroke-dasharray: 5 4; }
.value-head { fill: #9a6700; }
.race { stroke: #cf222e; stroke-width: 2.5; fill: none; }
@media (prefers-color-scheme: dark) {
text { fill: #e6edf3; }
text.faint, text.number { fill: #8d96a0; }
text.race-text { fill: #ff7b72; }
.ground { fill: #0d1117; }
.lane { stroke: #30363d; }
.dot { fill: #e6edf3; }
.dot.racing { fill: #ff7b72; }
.dot.blocked { fill: #0d1117; stroke: #ff7b72; }
.sync { stroke: #3fb950; }
.sync-head { fill: #3fb950; }
.value { stroke: #d29922; }
.value-head { fill: #d29922; }
.race { stroke: #ff7b72; }
}
</style>
<defs>
<marker id="sync-head" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto"><path class="sync-head" d="M0 0L10 5L0 10z"/></marker>
<marker id="value-head" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto"><path class="value-head" d="M0 0L10 5L0 10z"/></marker>
</defs>
)";

}  // namespace hb::checker
