// One reader, several workers, one writer, and two channels of depth 4.
#pragma once

namespace hb {

void one_writer_writes_what_comes();
void records_cross_three_stages(unsigned workers);

}  // namespace hb
