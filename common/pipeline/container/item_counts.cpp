#include "pipeline/container/item_counts.hpp"

namespace hb::pipeline {

void ItemCounts::add(const Item& item) {
  switch (item.kind) {
    case ItemKind::file:
      ++files;
      break;
    case ItemKind::directory:
      ++directories;
      break;
    case ItemKind::link:
      ++links;
      break;
  }
}

}  // namespace hb::pipeline
