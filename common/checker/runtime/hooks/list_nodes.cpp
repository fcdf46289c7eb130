// The links of std::list, which change inside libstdc++ and so unseen: each
// node that a call touches is reported before the real function runs.
#include <list>

#include "checker/runtime/hooks/entry_point.hpp"
#include "checker/runtime/hooks/real_function.hpp"

using namespace hb::checker;
using Node = std::__detail::_List_node_base;

namespace {

HB_REAL_AS(hook, void(Node*, Node*),
           "_ZNSt8__detail15_List_node_base7_M_hookEPS0_")
HB_REAL_AS(unhook, void(Node*), "_ZNSt8__detail15_List_node_base9_M_unhookEv")
HB_REAL_AS(transfer, void(Node*, Node*, Node*),
           "_ZNSt8__detail15_List_node_base11_M_transferEPS0_S1_")
HB_REAL_AS(reverse, void(Node*),
           "_ZNSt8__detail15_List_node_base10_M_reverseEv")
HB_REAL_AS(swap, void(Node&, Node&),
           "_ZNSt8__detail15_List_node_base4swapERS0_S1_")

void write_link(Node*& link, const void* site) {
  plain_access(&link, sizeof link, true, site);
}

Node* read_link(Node*& link, const void* site) {
  plain_access(&link, sizeof link, false, site);
  return link;
}

void write_node(Node* node, const void* site) {
  plain_access(node, sizeof *node, true, site);
}

// Both links of `node`, and those of its neighbours that point to it.
void write_with_neighbours(Node* node, const void* site) {
  write_link(read_link(node->_M_prev, site)->_M_next, site);
  write_link(read_link(node->_M_next, site)->_M_prev, site);
  write_node(node, site);
}

}  // namespace

HB_VISIBLE void Node::_M_hook(Node* const position) noexcept {
  if (called_by_test(HB_CALLER)) {
    write_node(this, HB_CALLER);
    write_link(read_link(position->_M_prev, HB_CALLER)->_M_next, HB_CALLER);
    write_link(position->_M_prev, HB_CALLER);
  }
  real_hook(this, position);
}

HB_VISIBLE void Node::_M_unhook() noexcept {
  if (called_by_test(HB_CALLER)) {
    write_link(read_link(_M_prev, HB_CALLER)->_M_next, HB_CALLER);
    write_link(read_link(_M_next, HB_CALLER)->_M_prev, HB_CALLER);
  }
  real_unhook(this);
}

HB_VISIBLE void Node::_M_transfer(Node* const first,
                                  Node* const last) noexcept {
  if (called_by_test(HB_CALLER) && this != last) {
    for (Node* const node : {this, first, last}) {
      write_link(read_link(node->_M_prev, HB_CALLER)->_M_next, HB_CALLER);
      write_link(node->_M_prev, HB_CALLER);
    }
  }
  real_transfer(this, first, last);
}

HB_VISIBLE void Node::_M_reverse() noexcept {
  if (called_by_test(HB_CALLER)) {
    Node* node = this;
    do {
      write_node(node, HB_CALLER);
      node = node->_M_next;
    } while (node != this);
  }
  real_reverse(this);
}

HB_VISIBLE void Node::swap(Node& first, Node& second) noexcept {
  if (called_by_test(HB_CALLER)) {
    write_with_neighbours(&first, HB_CALLER);
    write_with_neighbours(&second, HB_CALLER);
  }
  real_swap(first, second);
}
