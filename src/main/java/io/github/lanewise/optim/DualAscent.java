package io.github.lanewise.optim;

import io.github.lanewise.data.Dataset;
import io.github.lanewise.loss.HingeLoss;
import java.util.ArrayList;
import java.util.List;

/**
 * Stochastic dual coordinate ascent for the hinge with its kinks: visits rows in a random order,
 * and moves the dual variables of each to their best values while those of the others stay ({@link
 * FloatHingeBlock}), and a little beyond, with
 *
 * <pre>
 * W = -(1 / lambda) sum_i u_i dS_i x_i^T        dS_ic = alpha_ic, dS_iy = -(the sum of these)
 * </pre>
 *
 * at any time, until the duality gap is small. Source: S. Shalev-Shwartz and T. Zhang, Stochastic
 * dual coordinate ascent methods for regularized loss minimization (2013). Derived in {@code
 * docs/mathematics.md}. Going beyond is successive overrelaxation: O. L. Mangasarian and D. R.
 * Musicant, Successive overrelaxation for support vector machines (1999).
 *
 * <p>Rows that are far from any change, or nearer to their optimum than most, are visited less
 * often.
 *
 * <p>A penalised bias is the weight of a feature that is 1. A free bias asks for sum_i u_i dS_i =
 * 0, which the method of multipliers brings about (M. R. Hestenes, Multiplier and gradient methods,
 * 1969): b moves with every visit as the weight of a feature of constant value would, and that far
 * once more after each epoch, since the multiplier takes the move over.
 */
final class DualAscent {

  /**
   * The square of the feature that stands for a free bias, in mean squared lengths of rows. On
   * debian-sections a tenth of it takes a third more epochs at lambda 3e-5 and five times as many
   * at 1e-4, a hundred times it twice as many at 3e-5.
   */
  private static final double CONSTANT = 0.01;

  /**
   * How many margins a free bias moves, at least, from a drift of 1 / lambda, the largest there is:
   * a strong penalty would hold it still. On debian-sections lambda 0.1 took more than 400 epochs
   * without.
   */
  private static final double REACH = 10;

  /**
   * Steps go so far beyond the best values of a row: any number from 1 to 2 still ascends. On
   * debian-sections 1.2 to 1.6 take a tenth fewer epochs than 1, on small dense data to a tight gap
   * a third fewer; 1.8 takes more.
   */
  private static final double RELAXATION = 1.4;

  /** A row without alpha that is far from its kinks rests: epochs to the next visit. */
  private static final int LONG_REST = 8;

  /** A row rests, too, if its own gap is below so much of the mean one. */
  private static final double SMALL_GAP = 0.3;

  /** Epochs from a visit that sends such a row to rest to the next one. */
  private static final int SHORT_REST = 3;

  private static final int UPPER = 0;
  private static final int LOWER = 1;
  private static final int NORM = 2;
  private static final int CERTIFIED = 3;

  private final double margin;
  private final double l2;
  private final Bias bias;
  private final int maxIterations;
  private final double tolerance;
  private final Monitor monitor;
  private final int classes;
  private final RowOrder order;
  private final DualRows rows;
  private final DualVariables variables;
  private final DualCertificate certificate;

  /** ||x||^2 of each row. */
  private final double[] lengths;

  /** The epoch in which each row is visited next, at the earliest. */
  private final double[] wake;

  /** What each row adds to the objective, as its last visit found it. */
  private final double[] values;

  /** What each row adds to the duality gap, as its last visit found it. */
  private final double[] gaps;

  private final double[] b;

  /** -(1 / lambda) sum_i u_i dS_i. */
  private final double[] drift;

  /**
   * Both bounds, the subgradient's largest entry, and the epoch in which these were found. With all
   * alpha 0 the dual's value is 0.
   */
  private final double[] numbers = {Double.POSITIVE_INFINITY, 0, Double.NaN, -1};

  /** The parameters with the lowest objective that was computed. */
  private final double[] best;

  private final int[] visited;
  private final double[] slopes;
  private double constant;

  /**
   * Before the run.
   *
   * @param objective of the hinge, over the data
   * @param l2 lambda, above 0
   * @param bias whether b is free, penalised or 0
   * @param maxIterations epochs after which it gives up
   * @param tolerance of the duality gap, as a part of the objective
   * @param seed of the order of the rows
   */
  DualAscent(
      Objective objective,
      Dataset data,
      HingeLoss hinge,
      double l2,
      Bias bias,
      int maxIterations,
      double tolerance,
      long seed,
      Monitor monitor) {
    this.l2 = l2;
    this.bias = bias;
    this.maxIterations = maxIterations;
    this.tolerance = tolerance;
    this.monitor = monitor;
    margin = hinge.margin();
    classes = data.classes();
    order = objective.order(seed);
    rows = objective.dualRows(margin);
    variables = new DualVariables(data);
    certificate = new DualCertificate(rows, variables, data, margin, l2, bias, monitor);
    lengths = new double[data.rows()];
    wake = new double[data.rows()];
    values = new double[data.rows()];
    gaps = new double[data.rows()];
    b = new double[classes];
    drift = new double[classes];
    best = new double[objective.parameterCount()];
    visited = new int[data.rows()];
    slopes = new double[classes];
  }

  /** Trains in place, from 0. Modified: parameters. */
  Result minimise(double[] parameters) {
    measureRows();
    List<double[]> memory = new ArrayList<>(List.of(wake, values, gaps, b, drift, numbers, best));
    memory.addAll(variables.state());
    int epochs = monitor.begin(parameters, memory);
    for (int epoch = 1; epoch <= epochs; epoch++) {
      order.shuffle();
    }
    rows.load(parameters);
    try {
      return ascend(epochs, parameters);
    } catch (Stopped stopped) {
      store(parameters);
      throw stopped;
    }
  }

  private Result ascend(int begun, double[] parameters) {
    for (int epochs = begun; ; epochs++) {
      boolean last = epochs >= maxIterations;
      if (last && numbers[CERTIFIED] < epochs) {
        certify(epochs, parameters);
      }
      boolean certified = numbers[CERTIFIED] >= 0;
      boolean converged = certified && numbers[LOWER] >= (1 - tolerance) * numbers[UPPER];
      if (converged || last) {
        System.arraycopy(best, 0, parameters, 0, best.length);
        return result(epochs, converged);
      }
      step(epochs + 1, parameters);
    }
  }

  /** An epoch, and a certificate if what the visits saw promises one. */
  private void step(int epoch, double[] parameters) {
    visitAll(epoch);
    double value = sum(values);
    if (!Double.isFinite(value)) {
      throw diverged(epoch);
    }
    boolean due = epoch > numbers[CERTIFIED] * 9 / 8 + 1;
    if (due && sum(gaps) <= tolerance * value) {
      certify(epoch, parameters);
    } else if (monitor.readsParameters()) {
      store(parameters);
    }
    monitor.step(epoch, value, Double.NaN);
  }

  private static double sum(double[] shares) {
    double sum = 0;
    for (double share : shares) {
      sum += share;
    }
    return sum;
  }

  private static ArithmeticException diverged(int epoch) {
    return new ArithmeticException(
        "training diverged in epoch %s: the objective is no longer finite; scale the features"
            .formatted(epoch));
  }

  private Result result(int epochs, boolean converged) {
    return new Result(
        numbers[UPPER],
        numbers[NORM],
        numbers[UPPER] - numbers[LOWER],
        epochs,
        monitor.epochs(lengths.length),
        converged ? Status.CONVERGED : Status.BUDGET_SPENT,
        converged ? "duality gap within tolerance" : "iterations used up");
  }

  private void measureRows() {
    int[] all = order.rows();
    double sum = 0;
    for (int from = 0; from < all.length; from += DualRows.BLOCK) {
      int count = Math.min(DualRows.BLOCK, all.length - from);
      rows.read(all, from, count);
      for (int r = 0; r < count; r++) {
        lengths[from + r] = rows.squaredLength(r);
        sum += lengths[from + r];
      }
    }
    constant =
        switch (bias) {
          case NONE -> 0;
          case PENALISED -> 1;
          case FREE -> Math.max(REACH * margin * l2, CONSTANT * sum / all.length);
        };
  }

  /** Visits the rows that do not rest. */
  private void visitAll(int epoch) {
    order.shuffle();
    int awake = 0;
    for (int row : order.rows()) {
      visited[awake] = row;
      awake += wake[row] <= epoch ? 1 : 0;
    }
    double small = SMALL_GAP * sum(gaps);
    for (int from = 0; from < awake; from += DualRows.BLOCK) {
      monitor.poll();
      int count = Math.min(DualRows.BLOCK, awake - from);
      rows.read(visited, from, count);
      variables.gather(visited, from, count);
      for (int r = 0; r < count; r++) {
        int row = visited[from + r];
        wake[row] = epoch + visit(row, r, small);
      }
    }
    monitor.moved(awake);
    for (int c = 0; bias == Bias.FREE && c < classes; c++) {
      b[c] += constant * drift[c];
    }
  }

  /** Visits row r of the block. Returns the epochs to the next visit. */
  private int visit(int row, int r, double small) {
    double share = variables.blockShare(r);
    if (share == 0) {
      return LONG_REST;
    }
    double before = variables.blockSum(r);
    int label = variables.blockLabel(r);
    double q = share * (lengths[row] + constant) / (RELAXATION * l2);
    double[] alpha = variables.blockAlpha();
    boolean changed = rows.visit(r, b, label, q, alpha, r * classes, before);
    HingeBlock block = rows.visited();
    double gap = block.loss() - block.product();
    gaps[row] = share * gap;
    values[row] = share * (block.loss() + (margin * before - block.product()) / 2);
    if (changed) {
      variables.put(r, block.sum());
      block.change(-share / l2, slopes);
      for (int c = 0; c < classes; c++) {
        drift[c] += slopes[c];
        b[c] += constant * slopes[c];
      }
      rows.add(r, slopes);
    }
    if (block.isFarFromKinks()) {
      return LONG_REST;
    }
    return gap < small ? SHORT_REST : 1;
  }

  /** Brings the parameters up to date. */
  private void store(double[] parameters) {
    System.arraycopy(b, 0, parameters, parameters.length - classes, classes);
    rows.store(parameters);
  }

  /**
   * The dual value of the nearest feasible point, and the objective here, with W free of the
   * rounding of all visits so far. Modified: parameters, brought up to date, and best.
   */
  private void certify(int epoch, double[] parameters) {
    monitor.poll();
    numbers[LOWER] = Math.max(numbers[LOWER], certificate.bound(b, drift));
    store(parameters);
    double value = certificate.objective(b);
    monitor.read(2L * lengths.length);
    if (!Double.isFinite(value)) {
      throw diverged(epoch);
    }
    if (value < numbers[UPPER]) {
      numbers[UPPER] = value;
      numbers[NORM] = certificate.gradientNorm();
      System.arraycopy(parameters, 0, best, 0, best.length);
    }
    numbers[CERTIFIED] = epoch;
  }
}
