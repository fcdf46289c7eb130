// Which nodes of a red-black tree a call into libstdc++ has changed.
#pragma once

#include <map>

namespace hb::checker {

class TreeChanges {
 public:
  using Node = std::_Rb_tree_node_base;

  explicit TreeChanges(Node& header);

  // Remembers what a rebalancing that begins at `node` may change: the nodes
  // above it, and near those. In a tree of more than some 60,000 nodes it may
  // miss some at the top.
  void watch_from(Node* node);
  // The test has written the nodes that are not as they were.
  void report(const void* site) const;

 private:
  struct Memory {
    Node* node;
    Node before;
  };

  void watch(Node* node);
  void watch_below(Node* node, int levels);

  static constexpr int kMost = 256;
  Node* header_;
  int count_ = 0;
  Memory memories_[kMost];
};

}  // namespace hb::checker
