// The nodes of std::map and std::set, which are walked and rebalanced inside
// libstdc++ and so unseen.
#include <cstring>
#include <map>

#include "checker/runtime/hooks/entry_point.hpp"
#include "checker/runtime/hooks/real_function.hpp"
#include "checker/runtime/hooks/tree_changes.hpp"

using namespace hb::checker;
using Node = std::_Rb_tree_node_base;

namespace {

HB_REAL_AS(increment, const Node*(const Node*),
           "_ZSt18_Rb_tree_incrementPKSt18_Rb_tree_node_base")
HB_REAL_AS(decrement, const Node*(const Node*),
           "_ZSt18_Rb_tree_decrementPKSt18_Rb_tree_node_base")
HB_REAL_AS(insert, void(bool, Node*, Node*, Node&),
           "_ZSt29_Rb_tree_insert_and_rebalancebPSt18_Rb_tree_node_baseS0_RS_")
HB_REAL_AS(erase, Node*(Node*, Node&),
           "_ZSt28_Rb_tree_rebalance_for_erasePSt18_Rb_tree_node_baseRS_")

using Link = Node* Node::*;

Node* read(const Node* node, Link link, const void* site) {
  plain_access(&(node->*link), sizeof(node->*link), false, site);
  return node->*link;
}

// The links that lead to the neighbour in the order of keys: down on that side
// and back to the other, or else up until we come from the other side.
void read_way(const Node* node, Link side, Link other, const void* site) {
  if (const Node* below = read(node, side, site); below != nullptr) {
    while (below != nullptr) below = read(below, other, site);
    return;
  }
  const Node* above = read(node, &Node::_M_parent, site);
  while (node == read(above, side, site)) {
    node = above;
    above = read(above, &Node::_M_parent, site);
  }
}

const Node* increment(const Node* node, const void* site) {
  if (called_by_test(site)) {
    read_way(node, &Node::_M_right, &Node::_M_left, site);
  }
  return real_increment(node);
}

const Node* decrement(const Node* node, const void* site) {
  if (called_by_test(site)) {
    plain_access(&node->_M_color, sizeof node->_M_color, false, site);
    const bool is_end =
        node->_M_color == std::_S_red && node->_M_parent->_M_parent == node;
    if (is_end) {
      read(node, &Node::_M_right, site);
    } else {
      read_way(node, &Node::_M_left, &Node::_M_right, site);
    }
  }
  return real_decrement(node);
}

}  // namespace

HB_VISIBLE Node* std::_Rb_tree_increment(Node* node) throw() {
  return const_cast<Node*>(increment(node, HB_CALLER));
}

HB_VISIBLE const Node* std::_Rb_tree_increment(const Node* node) throw() {
  return increment(node, HB_CALLER);
}

HB_VISIBLE Node* std::_Rb_tree_decrement(Node* node) throw() {
  return const_cast<Node*>(decrement(node, HB_CALLER));
}

HB_VISIBLE const Node* std::_Rb_tree_decrement(const Node* node) throw() {
  return decrement(node, HB_CALLER);
}

HB_VISIBLE void std::_Rb_tree_insert_and_rebalance(const bool insert_left,
                                                   Node* node, Node* parent,
                                                   Node& header) throw() {
  if (!called_by_test(HB_CALLER)) {
    real_insert(insert_left, node, parent, header);
    return;
  }
  TreeChanges changes(header);
  changes.watch_from(parent);
  real_insert(insert_left, node, parent, header);
  changes.report(HB_CALLER);
  plain_access(node, sizeof *node, true, HB_CALLER);
}

HB_VISIBLE Node* std::_Rb_tree_rebalance_for_erase(Node* const node,
                                                   Node& header) throw() {
  if (!called_by_test(HB_CALLER)) return real_erase(node, header);
  // A node with two children changes places with its successor.
  Node* lowest = node;
  if (node->_M_left != nullptr && node->_M_right != nullptr) {
    lowest = Node::_S_minimum(node->_M_right);
  }
  TreeChanges changes(header);
  changes.watch_from(lowest);
  Node* const removed = real_erase(node, header);
  changes.report(HB_CALLER);
  plain_access(removed, sizeof *removed, true, HB_CALLER);
  return removed;
}
