package io.github.lanewise.optim;

import java.util.SplittableRandom;

/**
 * The order in which epochs visit the rows, reproducible from the seed and the sizes alone,
 * wherever the rows are stored.
 *
 * <p>Up to {@value #SHUFFLED_WHOLE} stored elements (1 GiB of floats) every permutation of the rows
 * is equally likely. More may lie in a file that is larger than memory, which no order may visit at
 * random: then blocks of consecutive rows are shuffled, and after that the rows within a window of
 * about 256 blocks. A window is small enough to stay in memory while it is visited, and holds rows
 * from all over the data.
 */
final class RowOrder {

  /** Stored elements up to which all rows are shuffled at once. */
  static final long SHUFFLED_WHOLE = 1 << 28;

  /** Elements of a block, 1 MiB of floats: a disk reads so much in one go at almost full speed. */
  static final long BLOCK = 1 << 18;

  private static final int BLOCKS_IN_WINDOW = 256;

  private final SplittableRandom random;
  private final int[] rows;
  private final int blockRows;
  private final int[] blocks;

  /**
   * Begins with the order of the numbers.
   *
   * @param rows N
   * @param elements stored for all rows
   * @param seed decides every order to come
   */
  RowOrder(int rows, long elements, long seed) {
    random = new SplittableRandom(seed);
    this.rows = numbers(rows);
    boolean whole = elements <= SHUFFLED_WHOLE;
    blockRows = whole ? 1 : Math.clamp(BLOCK * rows / elements, 1, rows);
    blocks = whole ? null : numbers(Math.ceilDiv(rows, blockRows));
  }

  private static int[] numbers(int count) {
    int[] numbers = new int[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = i;
    }
    return numbers;
  }

  /** The row numbers in their present order. Not to be modified. */
  int[] rows() {
    return rows;
  }

  /** Moves on to the next epoch's order. */
  void shuffle() {
    if (blocks == null) {
      shuffle(rows, 0, rows.length);
      return;
    }
    shuffle(blocks, 0, blocks.length);
    int count = 0;
    for (int block : blocks) {
      int first = block * blockRows;
      int size = Math.min(rows.length - first, blockRows);
      for (int i = 0; i < size; i++) {
        rows[count++] = first + i;
      }
    }
    long window = (long) blockRows * BLOCKS_IN_WINDOW;
    for (long from = 0; from < rows.length; from += window) {
      shuffle(rows, (int) from, (int) Math.min(window, rows.length - from));
    }
  }

  /** R. Durstenfeld's shuffle of a part: every permutation equally likely. */
  private void shuffle(int[] order, int from, int count) {
    for (int i = count - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = order[from + i];
      order[from + i] = order[from + j];
      order[from + j] = swapped;
    }
  }
}
