// What permits stand for: processors, memory, files.
#pragma once

namespace hb {

// Ten files with eight tasks each, with and without a bound for all.
void a_bound_for_each_file_is_none_for_all();

// How many chunks may be worked on at once, for two sizes of chunk.
void the_scarcest_resource_decides();

// What is in use while tasks hold it, and after one that ended by an exception.
void a_guard_counts_what_is_held();

}  // namespace hb
