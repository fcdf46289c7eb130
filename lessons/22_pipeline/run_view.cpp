#include "run_view.hpp"
