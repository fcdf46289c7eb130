// Region: a named stretch of a thread's work, open while the object lives.
//
//   Region work("build");
//
// A test states with ExploreOptions whether two regions can overlap, or never
// do. Too little concurrency is a defect too, and this finds it without timing.
//
// Thread safety: any thread may open any region; an object belongs to one.
// Cost on real threads: a spin lock that ThreadSanitizer cannot see, so a
// region orders nothing and hides no race. At most 32 names in a test program.
#pragma once

namespace hb {

struct RegionPair {
  const char* first;
  const char* second;
};

class Region {
 public:
  // REQUIRES: `name` outlives the test (a string literal does).
  explicit Region(const char* name);
  ~Region();

  Region(const Region&) = delete;
  Region& operator=(const Region&) = delete;

 private:
  const char* name_;
};

}  // namespace hb
