// A rejected test: its simplest failing execution, run once more and told.
#pragma once

#include <string>
#include <vector>

#include "checker/explorer/explorer.hpp"
#include "checker/model.hpp"
#include "checker/report/recorded_execution.hpp"
#include "checker/runtime/findings.hpp"
#include "checker/runtime/program_source.hpp"

namespace hb::checker {

struct Rerun {
  ProgramSource& source;
  Explorer& explorer;
  const Settings& settings;
  const Flags& flags;
};

// The code of an execution that went well.
std::string replay_code_of(const Rerun& rerun, const RecordedExecution& frame,
                           const std::vector<Event>& events);

// Fills in the verdict. `frame` has what is known without the execution.
void reject(const Rerun& rerun, const RecordedExecution& frame,
            const Findings& findings, Result& result);

// Runs one execution once more, from its events to its end, and writes it down.
// `address`: what its failure is about, or 0. `frame` gives what is known
// without it.
RecordedExecution record(const Rerun& rerun, const RecordedExecution& frame,
                         const std::vector<Event>& events,
                         std::uintptr_t address);

// Runs the execution of a replay code and shows it, whether it fails or not.
void show(const Rerun& rerun, const RecordedExecution& frame,
          const std::string& code, Result& result);

// The same for what no single execution shows.
void reject_as_a_whole(const RecordedExecution& frame, const Failure& failure,
                       Result& result);

}  // namespace hb::checker
