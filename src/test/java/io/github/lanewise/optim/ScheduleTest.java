package io.github.lanewise.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScheduleTest {

  @ParameterizedTest
  @EnumSource
  void startsAtTheFullRateAndNeverRises(Schedule schedule) {
    assertEquals(1, schedule.factor(0));
    double before = 1;
    for (int step = 1; step <= 100; step++) {
      double factor = schedule.factor(step / 100.0);
      assertTrue(factor >= 0 && factor <= before, schedule + " at " + step);
      before = factor;
    }
  }

  @Test
  void endsWhereItSays() {
    assertEquals(1, Schedule.CONSTANT.factor(1));
    assertEquals(0, Schedule.COSINE.factor(1));
    assertEquals(0.5, Schedule.COSINE.factor(0.5), 1e-15);
    assertEquals(0.1, Schedule.STEP.factor(0.5));
    assertEquals(0.01, Schedule.STEP.factor(0.75));
    assertEquals(0.01, Schedule.STEP.factor(1));
    assertEquals(0.1, Schedule.INVERSE.factor(1));
  }
}
