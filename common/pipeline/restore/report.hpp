// What a selection of a container comes to.
#pragma once

#include "pipeline/restore/restore.hpp"
#include "pipeline/restore/selection.hpp"

namespace hb::pipeline {

// Counts; the names of items that were not packed.
RestoreReport report_on(const Selection& selection);

}  // namespace hb::pipeline
