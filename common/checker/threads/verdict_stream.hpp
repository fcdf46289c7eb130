// The lines that a test program writes for whoever runs it: verdict.jsonl.
//
// Without --json=FILE nothing is written and the program is an ordinary
// GoogleTest executable.
//
// Thread safety: any thread. Written with one write() a line, so that a line is
// whole or absent when the process dies.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hb::threads {

// One access or call that a verdict points at.
struct Step {
  std::string thread;  // "T1", or "main"
  std::string file;
  int line = 0;
  std::string what;  // "writes", "reads", "waits"
};

// What one test came to. `kind` is one of formats: failure, race, exception ...
struct Finding {
  std::string kind;
  std::string message;
  std::vector<Step> steps;
  int run = 0;  // the run that failed, from 1
};

// Opens the stream, to append. Returns false if that is not possible.
bool open_verdict_stream(const std::string& path);

void write_started(std::string_view test);
void write_progress(std::string_view test, int runs);
void write_finding(std::string_view test, const Finding& finding);
void write_note(std::string_view test, std::string_view note);
// The end of a test; `passed` is GoogleTest's word.
void write_ended(std::string_view test, bool passed, bool skipped, int runs);

// A line that is JSON already.
void write_json(const std::string& line);

// The end of the program, after all tests: without it the others may be
// missing.
void write_finished(int tests);

}  // namespace hb::threads
