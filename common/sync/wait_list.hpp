// A queue of those who wait, in order. It allocates nothing: its links are part
// of the waiting calls' own frames.
#pragma once

namespace hb::sync {

// All operations take O(1) steps. Not safe for use by two threads at once.
template <typename Node>  // derives from WaitList<Node>::Link
class WaitList {
 public:
  class Link {
   public:
    bool is_linked() const { return is_linked_; }

   private:
    friend class WaitList;
    Node* previous_ = nullptr;
    Node* next_ = nullptr;
    bool is_linked_ = false;
  };

  bool empty() const { return first_ == nullptr; }
  Node* front() const { return first_; }

  void push_back(Node& node) {
    node.previous_ = last_;
    node.next_ = nullptr;
    node.is_linked_ = true;
    (last_ ? last_->next_ : first_) = &node;
    last_ = &node;
  }

  // REQUIRES: in this list.
  void remove(Node& node) {
    (node.previous_ ? node.previous_->next_ : first_) = node.next_;
    (node.next_ ? node.next_->previous_ : last_) = node.previous_;
    node.is_linked_ = false;
  }

 private:
  Node* first_ = nullptr;
  Node* last_ = nullptr;
};

}  // namespace hb::sync
