package io.github.lanewise.loss;

/**
 * The multiclass support vector machine's loss: every wrong class should stay a margin below the
 * label's.
 *
 * <pre>
 * m_j     = s_j - s_y + margin                   by how much class j != y violates the margin
 * L       = sum over j != y of h(m_j)
 * dL/ds_j = h'(m_j)                              for j != y
 * dL/ds_y = -(sum over j != y of h'(m_j))
 * </pre>
 *
 * <p>What a violation m costs depends on the shape; without one it costs nothing:
 *
 * <pre>
 *                h(m) for m &gt; 0                             h'(m) for m &gt; 0
 * plain          m                                          1
 * squared        m^2                                        2 m
 * smoothed       m^2 / (2 width) up to width, then          min(1, m / width)
 *                m - width / 2
 * </pre>
 *
 * <p>Smoothing takes at most width / 2 from each term of the plain loss, and makes its gradient
 * continuous. At m_j = 0 the plain loss has a kink, and every number from 0 to 1 is a subgradient
 * in s_j. Here it is 0: a margin met exactly is met.
 *
 * <p>Error: the margin and 1 / width are rounded to the scores' precision first. m_j is computed as
 * (s_j - s_y) + margin with two roundings, e_j = u (|s_j - s_y| + |m_j|), exact where all three lie
 * on a common grid of not too many bits. Then, to first order, summed over m_j &gt; 0:
 *
 * <pre>
 *                loss                                       dL/ds_j
 * plain          sum of e_j, plus gamma(C) L                0, given the signs of the m_j
 * squared        sum of 2 m_j e_j, plus gamma(C) L          2 e_j
 * smoothed       sum of h'(m_j) e_j, plus gamma(C + 2) L    e_j / width + 2u h'(m_j)
 * </pre>
 *
 * and dL/ds_y is off by the sum of the others' errors, plus gamma(C) |dL/ds_y|.
 *
 * <p>Scores are finite, except that a class j != y of negative infinity is a mask and costs
 * nothing. A NaN, or a label whose score is negative infinity, gives a loss that is not finite. The
 * loss of finite scores is infinite only where the exact loss, give or take its error, exceeds the
 * format's MAX_VALUE.
 *
 * <p>Source: Weston and Watkins, Support vector machines for multi-class pattern recognition
 * (1999); smoothed as in Rennie and Srebro, Loss functions for preference levels (2005). Derived in
 * {@code docs/mathematics.md}.
 */
public final class HingeLoss extends Loss {

  static final HingeLoss INSTANCE = new HingeLoss(1, 0);

  /** Margins and widths between them are far from float's limits, and so are their reciprocals. */
  private static final double SMALLEST = 1e-30;

  private static final double LARGEST = 1e30;

  private final double margin;
  private final double width;
  private final double steepness;
  private final double limit;

  /** The width is that of the slope's rise, 0 for the plain hinge and infinite for the squared. */
  private HingeLoss(double margin, double width) {
    this(
        margin,
        width,
        width < Double.POSITIVE_INFINITY ? 1 / width : 2,
        width < Double.POSITIVE_INFINITY ? 1 : width);
  }

  private HingeLoss(double margin, double width, double steepness, double limit) {
    super(
        new FloatHingeRows(margin, steepness, limit),
        new DoubleHingeRows(margin, steepness, limit));
    this.margin = margin;
    this.width = width;
    this.steepness = steepness;
    this.limit = limit;
  }

  /**
   * This shape with another margin; {@link Loss#hinge()} has margin 1.
   *
   * @param margin from 1e-30 to 1e30
   * @return the loss with that margin
   * @throws IllegalArgumentException if it is out of range
   */
  public HingeLoss margin(double margin) {
    requireInRange("margin", margin);
    return new HingeLoss(margin, width);
  }

  /**
   * The squared hinge with this margin, whatever the shape was: smooth, and hard on outliers.
   *
   * @return the loss sum over j != y of max(0, m_j)^2
   */
  public HingeLoss squared() {
    return new HingeLoss(margin, Double.POSITIVE_INFINITY);
  }

  /**
   * The smoothed hinge with this margin, whatever the shape was: a parabola up to the width and a
   * line beyond. As the width goes to 0 it becomes the plain hinge.
   *
   * @param width from 1e-30 to 1e30
   * @return the loss, below the plain one by at most (C - 1) width / 2
   * @throws IllegalArgumentException if it is out of range
   */
  public HingeLoss smoothed(double width) {
    requireInRange("width", width);
    return new HingeLoss(margin, width);
  }

  private static void requireInRange(String name, double value) {
    if (!(value >= SMALLEST && value <= LARGEST)) {
      throw new IllegalArgumentException(
          name + ": " + value + " must be from " + SMALLEST + " to " + LARGEST);
    }
  }

  /**
   * How far below the label's score every other should stay.
   *
   * @return the margin
   */
  public double margin() {
    return margin;
  }

  /**
   * The slope h'(m) of a violation m &gt; 0 is the smaller of steepness() m and {@link #limit()}.
   *
   * @return infinity for the plain hinge, 2 for the squared one, 1 / width for a smoothed one
   */
  public double steepness() {
    return steepness;
  }

  /**
   * The largest slope h'(m).
   *
   * @return infinity for the squared hinge, else 1
   */
  public double limit() {
    return limit;
  }

  @Override
  public String name() {
    return "hinge";
  }

  @Override
  public boolean isSmooth() {
    return steepness < Double.POSITIVE_INFINITY;
  }

  @Override
  Loss with(String option, String value) {
    return switch (option + (value.isEmpty() ? "" : "=")) {
      case "margin=" -> margin(number(option, value));
      case "width=" -> smoothed(number(option, value));
      case "squared" -> squared();
      default -> throw unknown(this, option, value);
    };
  }

  @Override
  String options() {
    String distance = margin == 1 ? "" : " margin=" + margin;
    if (!isSmooth()) {
      return distance;
    }
    return distance + (limit == 1 ? " width=" + width : " squared");
  }
}
