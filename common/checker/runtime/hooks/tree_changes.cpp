#include "checker/runtime/hooks/tree_changes.hpp"

#include "checker/runtime/runtime.hpp"

namespace hb::checker {
namespace {

// A rotation of a node's sibling moves that one's grandchildren.
constexpr int kLevels = 3;

bool is_same(const std::_Rb_tree_node_base& a,
             const std::_Rb_tree_node_base& b) {
  return a._M_color == b._M_color && a._M_parent == b._M_parent &&
         a._M_left == b._M_left && a._M_right == b._M_right;
}

}  // namespace

TreeChanges::TreeChanges(Node& header) : header_(&header) { watch(&header); }

void TreeChanges::watch_from(Node* node) {
  if (node == header_) return;  // the tree is empty
  watch_below(node, kLevels + 1);
  for (Node* from = node; from->_M_parent != header_; from = from->_M_parent) {
    Node* const above = from->_M_parent;
    watch(above);
    watch_below(above->_M_left == from ? above->_M_right : above->_M_left,
                kLevels);
  }
}

void TreeChanges::report(const void* site) const {
  for (int i = 0; i < count_; ++i) {
    const Memory& memory = memories_[i];
    if (!is_same(*memory.node, memory.before)) {
      plain_access(memory.node, sizeof *memory.node, true, site);
    }
  }
}

void TreeChanges::watch(Node* node) {
  if (count_ == kMost) return;
  memories_[count_++] = {node, *node};
}

void TreeChanges::watch_below(Node* node, int levels) {
  if (node == nullptr || levels == 0) return;
  watch(node);
  watch_below(node->_M_left, levels - 1);
  watch_below(node->_M_right, levels - 1);
}

}  // namespace hb::checker
