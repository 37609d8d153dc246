package io.github.lanewise.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UpdateRuleTest {

  private static final double RATE = 0.25;

  /** Gradient of (1/2) (theta_0^2 + 4 theta_1^2), or whatever stands in for it. */
  private static double[] gradient(double[] theta) {
    return new double[] {theta[0], 4 * theta[1]};
  }

  private static double[] steps(UpdateRule rule, int count, double... start) {
    double[] theta = start.clone();
    for (int i = 0; i < count; i++) {
      rule.step(theta, gradient(theta), RATE);
    }
    return theta;
  }

  /** By hand: v = -1/4, theta = 3/4; then v = -1/8 - 3/16, theta = 7/16. */
  @Test
  void momentumKeepsItsVelocity() {
    assertArrayEquals(new double[] {7.0 / 16, 0}, steps(new Momentum(0.5, 2), 2, 1, 0));
  }

  /** The form of Sutskever et al. (2013): the gradient is taken at phi + mu v, phi = phi + v. */
  @Test
  void nesterovLooksAhead() {
    double phi = 1;
    double v = 0;
    for (int i = 0; i < 5; i++) {
      v = 0.5 * v - RATE * (phi + 0.5 * v);
      phi += v;
    }
    assertEquals(phi + 0.5 * v, steps(new Nesterov(0.5, 2), 5, 1, 0)[0], 1e-15);
  }

  /** With constant gradients both means are exact after correction, so each step is eta g / |g|. */
  @Test
  void adamStepsAsFarForAnyGradient() {
    UpdateRule adam = Adam.plain(2);
    double[] theta = {0, 0};
    for (int i = 1; i <= 10; i++) {
      adam.step(theta, new double[] {1e-3, -7}, RATE);
      // 1e-8 / 1e-3 is what epsilon takes off, and corrections lose a few ulp of 1 - 0.999^t.
      assertArrayEquals(new double[] {-i * RATE, i * RATE}, theta, i * RATE * 1.1e-5);
    }
  }

  /** AdamW sees the loss alone: without one, only the decay of the first weight is left. */
  @Test
  void decoupledDecayShrinksTheWeightsAlone() {
    double[] theta = {1, 1};
    UpdateRule adam = Adam.decoupled(0.5, 1, 2);
    adam.step(theta, new double[] {0.5, 0}, RATE);
    assertArrayEquals(new double[] {1 - RATE * 0.5, 1}, theta);
  }

  static Stream<Supplier<UpdateRule>> rules() {
    return Stream.of(
        () -> new Momentum(0.9, 2),
        () -> new Nesterov(0.9, 2),
        () -> Adam.plain(2),
        () -> Adam.decoupled(0.5, 1, 2));
  }

  /** What a checkpoint needs: the state alone decides how it goes on. */
  @ParameterizedTest
  @MethodSource("rules")
  void stateIsAllThatARuleRemembers(Supplier<UpdateRule> rules) {
    UpdateRule rule = rules.get();
    double[] half = steps(rule, 7, 1, -2);
    List<double[]> saved = rule.state().stream().map(double[]::clone).toList();
    double[] expected = steps(rule, 5, half);

    UpdateRule resumed = rules.get();
    for (int i = 0; i < saved.size(); i++) {
      System.arraycopy(saved.get(i), 0, resumed.state().get(i), 0, saved.get(i).length);
    }
    assertArrayEquals(expected, steps(resumed, 5, half));
  }
}
