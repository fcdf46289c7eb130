// What becomes of an error: a status, the first of all, or nothing.
#pragma once

namespace hb {

void every_item_has_a_status();
void the_first_error_of_all_is_thrown();
void an_error_looks_like_the_end();

}  // namespace hb
