#include "runner/system/markup.hpp"

#include <gtest/gtest.h>

namespace hb::runner {
namespace {

TEST(MarkupText, HasNoMarkUp) {
  EXPECT_EQ(markup_text("a<b> & \"c\" 'd'"),
            "a&lt;b&gt; &amp; &quot;c&quot; &#39;d&#39;");
}

}  // namespace
}  // namespace hb::runner
