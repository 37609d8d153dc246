// twin: double
package io.github.lanewise.optim;

import io.github.lanewise.kernel.FloatKernels;
import io.github.lanewise.kernel.FloatScorer;

/**
 * How rows are divided into blocks, and the blocks dealt to slots: by the sizes alone, for dense
 * and sparse rows alike, so that neither threads nor storage show in a sum over rows.
 */
final class FloatPartition {

  /** Bytes of a block of X: with W beside it, it stays in the L2 cache from forward to backward. */
  private static final int BLOCK_BYTES = 400 << 10;

  /** Bytes of a block of S. */
  private static final int SCORE_BYTES = 4 << 20;

  private static final int MIN_BLOCK = 8;
  private static final int MAX_BLOCK = 256;

  /**
   * With so many weights dW streams through the cache once a block, which only a tall block pays
   * for: its rows are then {@link #MAX_BLOCK}, and X comes from L3 in the backward half.
   */
  private static final int MANY_WEIGHTS = 1 << 17;

  /** The most slots that {@link #slots} gives. */
  static final int MAX_SLOTS = 32;

  /**
   * From so many weights on, classes rather than rows are shared out, see {@link FloatWidePass}:
   * one gradient serves all threads, and W and dW come from memory once in many rows.
   */
  private static final int WIDE = 1 << 20;

  /** Gradient elements over all slots, 16 MiB of them, unless one slot alone has more. */
  static final int SLOT_ELEMENTS = 4 << 20;

  private final int classes;
  private final int paddedFeatures;
  private final int block;
  private final boolean wide;

  FloatPartition(int classes, int features) {
    this.classes = classes;
    paddedFeatures = FloatKernels.padded(features);
    long rows =
        (long) classes * features > MANY_WEIGHTS
            ? MAX_BLOCK
            : BLOCK_BYTES / ((long) paddedFeatures * Float.BYTES);
    rows = Math.min(rows, SCORE_BYTES / ((long) FloatKernels.padded(classes) * Float.BYTES));
    block = Math.clamp(rows, MIN_BLOCK, MAX_BLOCK);
    wide = (long) classes * features >= WIDE && !FloatScorer.dotForm(classes, features);
  }

  /** Whether classes are shared out rather than rows; there is one slot then. */
  boolean wide() {
    return wide;
  }

  /** Rows of a block; the last one may have fewer. */
  int block() {
    return block;
  }

  /** Blocks of so many rows. */
  int blocks(int rows) {
    return Math.ceilDiv(rows, block);
  }

  /** Slots for so many rows. */
  int slots(int rows) {
    if (wide) {
      return 1;
    }
    long affordable = SLOT_ELEMENTS / ((long) classes * paddedFeatures);
    return Math.clamp(Math.min(affordable, blocks(rows)), 1, MAX_SLOTS);
  }

  /** The first block of a slot of so many rows; for the slot behind the last one, their number. */
  int firstBlock(int slot, int rows) {
    return (int) ((long) blocks(rows) * slot / slots(rows));
  }
}
