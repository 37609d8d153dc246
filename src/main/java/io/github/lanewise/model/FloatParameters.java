// twin: double
package io.github.lanewise.model;

import io.github.lanewise.data.Features;
import io.github.lanewise.data.FloatSparseTile;
import io.github.lanewise.data.FloatTile;
import io.github.lanewise.data.InvalidDataException;
import io.github.lanewise.data.SparseFeatures;
import io.github.lanewise.kernel.FloatKernels;
import io.github.lanewise.kernel.FloatScorer;
import io.github.lanewise.kernel.FloatSparseScorer;
import io.github.lanewise.kernel.KernelProvider;
import io.github.lanewise.matrix.DoubleMatrix;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/** W [C x D] and b [C] as {@code float}, never modified once they are here. */
final class FloatParameters implements Parameters {

  /**
   * Rows scored at a time: with up to 256 features the tile stays in a first- or second-level
   * cache.
   */
  private static final int TILE_ROWS = 256;

  /** Elements of a tile beyond which it takes fewer rows. */
  private static final int TILE_ELEMENTS = 65_536;

  private static final int BLOCK_BYTES = 65_536;

  private final float[] weights;
  private final float[] bias;
  private final int features;
  private volatile FloatScorer scorer;
  private FloatSparseScorer sparseScorer;

  /** Takes the arrays over: the caller keeps no reference to them. */
  FloatParameters(float[] weights, float[] bias) {
    this.weights = weights;
    this.bias = bias;
    this.features = Shape.features(weights.length, bias.length);
    for (int i = 0; i < weights.length; i++) {
      if (!Float.isFinite(weights[i])) {
        throw Shape.notFinite("weights", weights[i], i / features, i % features);
      }
    }
    for (int c = 0; c < bias.length; c++) {
      if (!Float.isFinite(bias[c])) {
        throw Shape.notFinite("bias", bias[c], c);
      }
    }
  }

  @Override
  public int classes() {
    return bias.length;
  }

  @Override
  public int features() {
    return features;
  }

  @Override
  public double weight(int c, int d) {
    return weights[c * features + d];
  }

  @Override
  public double bias(int c) {
    return bias[c];
  }

  /** Scores of rows in any layout; writes C columns of every row of {@code scores}. */
  void scores(
      float[] values, int offset, int stride, int rows, float[] scores, int sOffset, int sStride) {
    if (rows > 0) {
      scorer().scores(values, offset, stride, rows, scores, sOffset, sStride);
    }
  }

  @Override
  public void scores(Features rows, int from, int count, DoubleMatrix scores) {
    forEachTile(
        rows,
        from,
        count,
        (first, rowCount, tileScores, stride) -> {
          for (int r = 0; r < rowCount; r++) {
            for (int c = 0; c < classes(); c++) {
              scores.set(first - from + r, c, tileScores[r * stride + c]);
            }
          }
        });
  }

  /** The class with the largest score of one row; allocates nothing. */
  int predict(float[] row) {
    return largest(scorer().ownScores(row), 0, classes(), 0);
  }

  @Override
  public int[] predict(Features rows) {
    int[] predicted = new int[rows.rows()];
    forEachTile(
        rows,
        0,
        rows.rows(),
        (first, rowCount, scores, stride) -> {
          for (int r = 0; r < rowCount; r++) {
            predicted[first + r] = largest(scores, r * stride, classes(), first + r);
          }
        });
    return predicted;
  }

  private interface TileAction {
    /** Gets the number of a tile's first row, how many rows it has, and their scores. */
    void accept(int first, int rowCount, float[] scores, int stride);
  }

  private void forEachTile(Features rows, int from, int count, TileAction action) {
    if (rows instanceof SparseFeatures sparse) {
      forEachSparseTile(sparse, from, count, action);
      return;
    }
    FloatKernels kernels = KernelProvider.floats((long) count * features * classes());
    int stride = FloatKernels.padded(classes());
    int capacity =
        Math.clamp(Math.min(TILE_ELEMENTS / Math.max(features, stride), count), 1, TILE_ROWS);
    FloatTile tile = new FloatTile(capacity, features);
    float[] scores = new float[capacity * stride];
    float[] scratch = new float[FloatKernels.SCRATCH];
    FloatScorer dense = scorer();
    for (int done = 0; done < count; done += tile.rows()) {
      rows.read(from + done, Math.min(capacity, count - done), tile);
      dense.paddedScores(
          kernels,
          tile.isInner(),
          tile.values(),
          tile.offset(),
          tile.stride(),
          tile.rows(),
          scores,
          0,
          stride,
          scratch);
      action.accept(from + done, tile.rows(), scores, stride);
    }
  }

  private void forEachSparseTile(SparseFeatures rows, int from, int count, TileAction action) {
    FloatSparseScorer sparse = sparseScorer();
    FloatKernels kernels = KernelProvider.floats(rows.nonZeros() * classes());
    int stride = FloatKernels.padded(classes());
    int capacity = Math.clamp(Math.min(TILE_ELEMENTS / stride, count), 1, TILE_ROWS);
    FloatSparseTile tile = new FloatSparseTile(capacity, features);
    float[] scores = new float[capacity * stride];
    float[] scratch = new float[sparse.scratch()];
    for (int done = 0; done < count; done += tile.rows()) {
      rows.read(from + done, Math.min(capacity, count - done), tile);
      sparse.scores(
          kernels,
          tile.rows(),
          tile.starts(),
          tile.ends(),
          tile.indices(),
          tile.values(),
          scores,
          scratch);
      action.accept(from + done, tile.rows(), scores, stride);
    }
  }

  /** Weights once more, as dense rows need them, for models that meet any. */
  private FloatScorer scorer() {
    FloatScorer packed = scorer;
    return packed == null ? pack() : packed;
  }

  private synchronized FloatScorer pack() {
    if (scorer == null) {
      scorer = new FloatScorer(weights, bias, classes(), features);
    }
    return scorer;
  }

  /** Weights once more, feature by feature, for models that meet sparse rows. */
  private synchronized FloatSparseScorer sparseScorer() {
    if (sparseScorer == null) {
      sparseScorer = new FloatSparseScorer(classes(), features);
      sparseScorer.loadBias(bias, 0);
      sparseScorer.loadWeights(weights, 0, features);
    }
    return sparseScorer;
  }

  /** The first index of the largest of C scores. */
  static int largest(float[] scores, int offset, int classes, int row) {
    int best = 0;
    float most = Float.NEGATIVE_INFINITY;
    for (int c = 0; c < classes; c++) {
      float score = scores[offset + c];
      if (Float.isNaN(score)) {
        throw new InvalidDataException(
            "row " + row + ": the score of class " + c + " is NaN; features must be finite");
      }
      if (score > most) {
        best = c;
        most = score;
      }
    }
    return best;
  }

  @Override
  public void writeWeights(WritableByteChannel target) throws IOException {
    write(weights, target);
  }

  @Override
  public void writeBias(WritableByteChannel target) throws IOException {
    write(bias, target);
  }

  private static void write(float[] values, WritableByteChannel target) throws IOException {
    ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int done = 0; done < values.length; ) {
      int count = Math.min(BLOCK_BYTES / Float.BYTES, values.length - done);
      block.clear();
      block.asFloatBuffer().put(values, done, count);
      block.limit(count * Float.BYTES);
      while (block.hasRemaining()) {
        target.write(block);
      }
      done += count;
    }
  }

  /** Reads little-endian numbers. */
  static float[] read(ReadableByteChannel source, int length) throws IOException {
    float[] values = new float[length];
    ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int done = 0; done < length; ) {
      int count = Math.min(BLOCK_BYTES / Float.BYTES, length - done);
      block.clear().limit(count * Float.BYTES);
      while (block.hasRemaining()) {
        if (source.read(block) < 0) {
          throw new EOFException("the file became shorter while it was read");
        }
      }
      block.flip().asFloatBuffer().get(values, done, count);
      done += count;
    }
    return values;
  }
}
