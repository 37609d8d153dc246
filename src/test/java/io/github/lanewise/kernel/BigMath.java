package io.github.lanewise.kernel;

import java.math.BigDecimal;
import java.math.MathContext;

/** exp and log(1 + x) of doubles to 60 digits, to measure the errors of the kernels in ulps. */
final class BigMath {

  private static final MathContext DIGITS = new MathContext(60);
  private static final MathContext WIDE = new MathContext(80);
  private static final BigDecimal LAST_TERM = new BigDecimal("1e-75");
  private static final BigDecimal TWO = BigDecimal.valueOf(2);

  private BigMath() {}

  /** exp(x) = exp(x / 2^k)^(2^k), with the Taylor series where x / 2^k is below 2^-10. */
  static BigDecimal exp(BigDecimal x) {
    int halvings = Math.max(0, Math.getExponent(x.doubleValue()) + 11);
    BigDecimal y = x.divide(TWO.pow(halvings), WIDE);
    BigDecimal term = BigDecimal.ONE;
    BigDecimal sum = BigDecimal.ONE;
    for (int n = 1; term.abs().compareTo(LAST_TERM) > 0; n++) {
      term = term.multiply(y, WIDE).divide(BigDecimal.valueOf(n), WIDE);
      sum = sum.add(term, WIDE);
    }
    for (int i = 0; i < halvings; i++) {
      sum = sum.multiply(sum, WIDE);
    }
    return sum;
  }

  /** log(1 + x): x - x^2/2 + x^3/3 where x is tiny, else Newton's third-order step from a guess. */
  static BigDecimal log1p(double x) {
    BigDecimal exact = new BigDecimal(x);
    if (x < 1e-14) {
      BigDecimal square = exact.multiply(exact, WIDE);
      BigDecimal cube = square.multiply(exact, WIDE).divide(BigDecimal.valueOf(3), WIDE);
      return exact.subtract(square.divide(TWO, WIDE)).add(cube, DIGITS);
    }
    BigDecimal target = exact.add(BigDecimal.ONE);
    BigDecimal y = new BigDecimal(StrictMath.log1p(x));
    for (int i = 0; i < 2; i++) {
      BigDecimal e = exp(y);
      y = y.add(TWO.multiply(target.subtract(e)).divide(target.add(e), WIDE));
    }
    return y;
  }

  /**
   * |actual - exact| in ulps: in units of the last place of doubles as large as the exact value.
   */
  static double ulps(BigDecimal exact, double actual) {
    double ulp = Math.ulp(exact.doubleValue());
    if (ulp == Double.POSITIVE_INFINITY) {
      ulp = Math.ulp(Double.MAX_VALUE);
    }
    // An infinite result stands for 2^1024, the next number if doubles went on.
    boolean infinite = actual == Double.POSITIVE_INFINITY;
    BigDecimal value = infinite ? TWO.pow(1024) : new BigDecimal(actual);
    BigDecimal error = value.subtract(exact).abs();
    return error.divide(new BigDecimal(ulp), MathContext.DECIMAL32).doubleValue();
  }
}
