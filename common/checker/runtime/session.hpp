// One check() from its options to its result, in this process.
#pragma once

#include <functional>
#include <string>

#include "checker/model.hpp"
#include "checker/runtime/findings.hpp"

namespace hb::checker {

struct SessionRequest {
  const std::function<void()>& body;
  const ExploreOptions& options;
  const Flags& flags;
  const std::string& test;
};

Result run_session(const SessionRequest& request,
                   const Findings::OnProgress& on_progress);

}  // namespace hb::checker
