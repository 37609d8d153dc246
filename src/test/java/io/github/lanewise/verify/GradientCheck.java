package io.github.lanewise.verify;

import io.github.lanewise.loss.HingeLoss;
import io.github.lanewise.loss.Loss;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.apache.commons.math3.analysis.UnivariateFunction;
import org.apache.commons.math3.analysis.UnivariateVectorFunction;
import org.apache.commons.math3.analysis.differentiation.DerivativeStructure;
import org.apache.commons.math3.analysis.differentiation.FiniteDifferencesDifferentiator;

/** Finite differences by Commons Math, coordinate by coordinate, against analytic derivatives. */
public final class GradientCheck {

  private GradientCheck() {}

  /**
   * Where a function is sampled: points in all, step apart, around the point in question. Steps are
   * powers of two, so that the samples of parameters on a grid are exact.
   *
   * @param points how many
   * @param step how far apart
   */
  public record Stencil(int points, double step) {

    /** For smooth functions: truncation and rounding are both far below 1e-8. */
    public static final Stencil SMOOTH = new Stencil(7, 0x1p-7);

    /** For piecewise linear functions, where only rounding counts: short, to stay off the kinks. */
    public static final Stencil PIECEWISE_LINEAR = new Stencil(3, 0x1p-13);

    /** For piecewise quadratic functions, of which three points tell all: longer, to round less. */
    public static final Stencil PIECEWISE_QUADRATIC = new Stencil(3, 0x1p-9);

    /** The stencil that suits a loss. */
    public static Stencil of(Loss loss) {
      if (loss instanceof HingeLoss hinge) {
        boolean linear = hinge.steepness() == Double.POSITIVE_INFINITY;
        return linear ? PIECEWISE_LINEAR : PIECEWISE_QUADRATIC;
      }
      return SMOOTH;
    }

    /** How far the outermost point lies from the middle. */
    public double reach() {
      return step * (points - 1) / 2;
    }

    private FiniteDifferencesDifferentiator centred() {
      return new FiniteDifferencesDifferentiator(points, step);
    }

    private FiniteDifferencesDifferentiator between(double lower, double upper) {
      return new FiniteDifferencesDifferentiator(points, step, lower, upper);
    }
  }

  /** df/dx_i for every i, by centred differences. */
  public static double[] gradient(ToDoubleFunction<double[]> f, double[] at, Stencil stencil) {
    double[] gradient = new double[at.length];
    for (int i = 0; i < at.length; i++) {
      gradient[i] = derivative(stencil.centred(), along(f, at, i), at[i]);
    }
    return gradient;
  }

  /** df_i/dx_j in row i, column j, by centred differences. */
  public static double[][] jacobian(UnaryOperator<double[]> f, double[] at, Stencil stencil) {
    int rows = f.apply(at).length;
    double[][] jacobian = new double[rows][at.length];
    for (int j = 0; j < at.length; j++) {
      int column = j;
      UnivariateVectorFunction line = t -> f.apply(with(at, column, t));
      DerivativeStructure[] derivatives =
          stencil.centred().differentiate(line).value(variable(at[j]));
      for (int i = 0; i < rows; i++) {
        jacobian[i][j] = derivatives[i].getPartialDerivative(1);
      }
    }
    return jacobian;
  }

  /** The slope to the left of x_i: all samples at x_i or below. */
  public static double leftSlope(
      ToDoubleFunction<double[]> f, double[] at, int i, Stencil stencil) {
    return derivative(stencil.between(at[i] - 1, at[i]), along(f, at, i), at[i]);
  }

  /** The slope to the right of x_i: all samples at x_i or above. */
  public static double rightSlope(
      ToDoubleFunction<double[]> f, double[] at, int i, Stencil stencil) {
    return derivative(stencil.between(at[i], at[i] + 1), along(f, at, i), at[i]);
  }

  /**
   * Throws unless every element of a gradient is within 1e-8 of what differences say, relative to
   * the element or to a thousandth of the largest one, whichever is more.
   */
  public static void requireClose(double[] numeric, double[] analytic) {
    double largest = 0;
    for (double derivative : numeric) {
      largest = Math.max(largest, Math.abs(derivative));
    }
    for (int i = 0; i < numeric.length; i++) {
      double scale = Math.max(Math.abs(numeric[i]), 1e-3 * largest);
      double error = Math.abs(analytic[i] - numeric[i]);
      if (!(error <= Tolerances.FINITE_DIFFERENCES * scale)) {
        throw new AssertionError(
            "element %d is %.17g, finite differences say %.17g, the error relative to %.3g is %.3g"
                .formatted(i, analytic[i], numeric[i], scale, error / scale));
      }
    }
  }

  private static UnivariateFunction along(ToDoubleFunction<double[]> f, double[] at, int i) {
    return t -> f.applyAsDouble(with(at, i, t));
  }

  private static double[] with(double[] at, int i, double t) {
    double[] moved = at.clone();
    moved[i] = t;
    return moved;
  }

  private static double derivative(
      FiniteDifferencesDifferentiator differentiator, UnivariateFunction f, double at) {
    return differentiator.differentiate(f).value(variable(at)).getPartialDerivative(1);
  }

  private static DerivativeStructure variable(double at) {
    return new DerivativeStructure(1, 1, 0, at);
  }
}
