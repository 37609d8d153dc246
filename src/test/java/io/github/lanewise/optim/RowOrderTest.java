package io.github.lanewise.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowOrderTest {

  private static int[] sorted(RowOrder order) {
    int[] rows = order.rows().clone();
    Arrays.sort(rows);
    return rows;
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "1000, 268435456",
    "1000, 268435457",
    "700001, 549755813888",
    "3, 3000000000"
  })
  void everyEpochVisitsEveryRowOnceAndTheSeedDecidesTheOrder(int rows, long elements) {
    RowOrder order = new RowOrder(rows, elements, 7);
    RowOrder same = new RowOrder(rows, elements, 7);
    RowOrder other = new RowOrder(rows, elements, 8);
    int[] all = IntStream.range(0, rows).toArray();
    for (int epoch = 0; epoch < 3; epoch++) {
      int[] before = order.rows().clone();
      order.shuffle();
      same.shuffle();
      other.shuffle();
      assertArrayEquals(all, sorted(order));
      assertArrayEquals(order.rows(), same.rows());
      if (rows >= 1000) {
        assertFalse(Arrays.equals(before, order.rows()));
        assertFalse(Arrays.equals(other.rows(), order.rows()));
      }
    }
  }

  /** 2^20 rows of 2^10 elements: blocks of 2^8 rows, windows of 2^16. */
  @Test
  void aWindowHoldsFewWholeBlocksFromAllOverTheData() {
    RowOrder order = new RowOrder(1 << 20, 1L << 30, 1);
    order.shuffle();
    for (int window = 0; window < 16; window++) {
      int[] rows = Arrays.copyOfRange(order.rows(), window << 16, (window + 1) << 16);
      int[] blocks = Arrays.stream(rows).map(row -> row >> 8).distinct().sorted().toArray();
      assertEquals(256, blocks.length);
      // Of 256 blocks out of 4,096, a sixteenth on average in each sixteenth of the data: none
      // empty, else (15/16)^256, less than one in ten million, has happened.
      assertEquals(16, Arrays.stream(blocks).map(block -> block >> 8).distinct().count());
      int neighbours = 0;
      for (int i = 1; i < rows.length; i++) {
        neighbours += rows[i] == rows[i - 1] + 1 ? 1 : 0;
      }
      // About one is expected among 2^16 shuffled rows.
      assertTrue(neighbours < 20, neighbours + " rows follow their neighbours");
    }
  }
}
