#include "runner/mutants/source_shape.hpp"

#include <gtest/gtest.h>

namespace hb::runner {
namespace {

std::size_t find(const SourceShape& shape, std::string_view word) {
  for (std::size_t i = 0; i < shape.tokens().size(); ++i) {
    if (shape.is(i, word)) return i;
  }
  return shape.tokens().size();
}

TEST(SourceShape, KnowsTheFunctionOfAToken) {
  const SourceShape shape(R"(
    #define CONFUSING {
    namespace a { template <class T> class B {
     public:
      explicit B(int x) : x_(x), y_{x}, t_([this] { inner(); }) { body(); }
      int get() const noexcept { return z; }
     private:
      int x_{1};
    };
    inline auto free_one(int i) -> int { auto f = [i]() mutable { deep(); }; }
    }
  )");
  const auto function_of = [&](std::string_view word) {
    return shape.function_around(find(shape, word));
  };
  EXPECT_EQ(function_of("inner"), "B");
  EXPECT_EQ(function_of("body"), "B");
  EXPECT_EQ(function_of("z"), "get");
  EXPECT_EQ(function_of("deep"), "free_one");
  EXPECT_EQ(function_of("x_"), "");
}

TEST(SourceShape, TellsStatementsApart) {
  const SourceShape shape(R"(void f() {
    std::lock_guard<std::mutex> lock(m_);
    x_ = 1;
    { y(); }
    if (a) return; else b();
    for (int i = 0; i < 3; ++i) c(i);
    do { d(); } while (e);
    auto g = [&] { h(); };
    i.j(1);
    return;
  })");
  ASSERT_FALSE(shape.blocks().empty());
  std::vector<Statement::Kind> kinds;
  for (const Statement& s : shape.blocks().front().statements) {
    kinds.push_back(s.kind);
  }
  using Kind = Statement::Kind;
  EXPECT_EQ(kinds, (std::vector<Kind>{Kind::declaration, Kind::expression,
                                      Kind::block, Kind::branch, Kind::loop,
                                      Kind::loop, Kind::declaration,
                                      Kind::expression, Kind::jump}));
}

TEST(SourceShape, FindsWhereAnOperandBegins) {
  const SourceShape shape(
      "void f() { x = a[b(1)].c()->d.e(2); (*p).g(); if (y) z.h(); }");
  const auto operand = [&](std::string_view name) {
    const std::size_t dot = find(shape, name) - 1;
    return shape.text_of(shape.operand_begin(dot), dot);
  };
  EXPECT_EQ(operand("e"), "a[b(1)].c()->d");
  EXPECT_EQ(operand("g"), "(*p)");
  EXPECT_EQ(operand("h"), "z");
}

TEST(SourceShape, SplitsArguments) {
  const SourceShape shape("void f() { g(a<b, c>(), [&] { x(1, 2); }, {3}); }");
  EXPECT_EQ(shape.arguments(find(shape, "g") + 1).size(), 3u);
}

TEST(SourceShape, ReadsWhatDoesNotEnd) {
  for (const char* text : {"void f() { if (", "class A { void g() {", "}}}",
                           "void f() { for (;;", "[", "void f( { ]"}) {
    EXPECT_NO_THROW(SourceShape{text}) << text;
  }
}

}  // namespace
}  // namespace hb::runner
