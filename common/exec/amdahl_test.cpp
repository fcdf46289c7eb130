#include "exec/amdahl.hpp"

#include <gtest/gtest.h>

#include <array>

namespace hb::exec {
namespace {

TEST(Amdahl, IsTheNumberOfWorkersIfNothingIsSerial) {
  EXPECT_DOUBLE_EQ(speed_up(0, 4), 4);
  EXPECT_DOUBLE_EQ(speed_up(1, 4), 1);
}

TEST(Amdahl, IsLimitedByTheSerialPart) {
  EXPECT_NEAR(speed_up(0.05, 1e9), 20, 1e-6);
}

TEST(Amdahl, FindsTheSerialPartThatASpeedUpNeeds) {
  EXPECT_NEAR(serial_part(3.74, 4), 0.0232, 0.0001);
  EXPECT_NEAR(speed_up(serial_part(3.74, 4), 4), 3.74, 1e-9);
}

TEST(Amdahl, HasNoSerialPartForMoreThanTheWorkers) {
  EXPECT_DOUBLE_EQ(serial_part(4, 4), 0);
  EXPECT_LT(serial_part(4.5, 4), 0);
}

TEST(Amdahl, FitsSeveralMeasurements) {
  const std::array<Measured, 3> exact = {Measured{2, speed_up(0.1, 2)},
                                         Measured{4, speed_up(0.1, 4)},
                                         Measured{8, speed_up(0.1, 8)}};
  EXPECT_NEAR(serial_part(exact), 0.1, 1e-12);

  // One above, one below: in between.
  const std::array<Measured, 2> mixed = {Measured{4, speed_up(0.1, 4)},
                                         Measured{4, speed_up(0.2, 4)}};
  EXPECT_NEAR(serial_part(mixed), 0.15, 1e-12);
}

}  // namespace
}  // namespace hb::exec
