// twin: double
package io.github.lanewise.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The kernels of sparse rows on vectors, lanes along the classes: a non-zero is one contiguous
 * multiply-add over them, and four vectors of a row's sums, or of its dS, stay in registers while
 * its non-zeros go by. 58 classes are four vectors of 512 bits.
 */
final class VectorFloatSparse {

  private static final VectorSpecies<Float> SPECIES = VectorFloatShape.SPECIES;
  private static final int WIDTH = VectorFloatShape.LANES;
  private static final int LANES = FloatKernels.LANES;
  private static final boolean FMA = Fma.AVAILABLE;

  private VectorFloatSparse() {}

  /** See {@link FloatKernels#sparseScores}. */
  static void scores(
      int rows,
      int[] starts,
      int[] ends,
      int[] indices,
      float[] values,
      int columns,
      float[] w,
      float[] bias,
      float[] s) {
    for (int r = 0; r < rows; r++) {
      int start = starts[r];
      int end = ends[r];
      int j = 0;
      for (; j <= columns - 4 * WIDTH; j += 4 * WIDTH) {
        FloatVector v0 = FloatVector.fromArray(SPECIES, bias, j);
        FloatVector v1 = FloatVector.fromArray(SPECIES, bias, j + WIDTH);
        FloatVector v2 = FloatVector.fromArray(SPECIES, bias, j + 2 * WIDTH);
        FloatVector v3 = FloatVector.fromArray(SPECIES, bias, j + 3 * WIDTH);
        for (int k = start; k < end; k++) {
          FloatVector x = FloatVector.broadcast(SPECIES, values[k]);
          int q = indices[k] * columns + j;
          FloatVector w0 = FloatVector.fromArray(SPECIES, w, q);
          FloatVector w1 = FloatVector.fromArray(SPECIES, w, q + WIDTH);
          FloatVector w2 = FloatVector.fromArray(SPECIES, w, q + 2 * WIDTH);
          FloatVector w3 = FloatVector.fromArray(SPECIES, w, q + 3 * WIDTH);
          v0 = FMA ? x.fma(w0, v0) : x.mul(w0).add(v0);
          v1 = FMA ? x.fma(w1, v1) : x.mul(w1).add(v1);
          v2 = FMA ? x.fma(w2, v2) : x.mul(w2).add(v2);
          v3 = FMA ? x.fma(w3, v3) : x.mul(w3).add(v3);
        }
        v0.intoArray(s, r * columns + j);
        v1.intoArray(s, r * columns + j + WIDTH);
        v2.intoArray(s, r * columns + j + 2 * WIDTH);
        v3.intoArray(s, r * columns + j + 3 * WIDTH);
      }
      for (; j < columns; j += WIDTH) {
        FloatVector v0 = FloatVector.fromArray(SPECIES, bias, j);
        for (int k = start; k < end; k++) {
          FloatVector x = FloatVector.broadcast(SPECIES, values[k]);
          FloatVector w0 = FloatVector.fromArray(SPECIES, w, indices[k] * columns + j);
          v0 = FMA ? x.fma(w0, v0) : x.mul(w0).add(v0);
        }
        v0.intoArray(s, r * columns + j);
      }
    }
  }

  /** See {@link FloatKernels#sparseDots}: the partial sums of all classes lie in the scratch. */
  static void dots(
      int rows,
      int[] starts,
      int[] ends,
      int[] indices,
      float[] values,
      int columns,
      float[] w,
      float[] bias,
      float[] s,
      float[] scratch) {
    for (int r = 0; r < rows; r++) {
      for (int i = 0; i < LANES * columns; i += WIDTH) {
        FloatVector.zero(SPECIES).intoArray(scratch, i);
      }
      for (int k = starts[r]; k < ends[r]; k++) {
        FloatVector x = FloatVector.broadcast(SPECIES, values[k]);
        int lane = indices[k] % LANES * columns;
        for (int j = 0; j < columns; j += WIDTH) {
          FloatVector v0 = FloatVector.fromArray(SPECIES, scratch, lane + j);
          FloatVector w0 = FloatVector.fromArray(SPECIES, w, indices[k] * columns + j);
          v0 = FMA ? x.fma(w0, v0) : x.mul(w0).add(v0);
          v0.intoArray(scratch, lane + j);
        }
      }
      for (int half = LANES / 2 * columns; half >= columns; half /= 2) {
        for (int i = 0; i < half; i += WIDTH) {
          FloatVector.fromArray(SPECIES, scratch, i)
              .add(FloatVector.fromArray(SPECIES, scratch, i + half))
              .intoArray(scratch, i);
        }
      }
      for (int j = 0; j < columns; j += WIDTH) {
        FloatVector.fromArray(SPECIES, scratch, j)
            .add(FloatVector.fromArray(SPECIES, bias, j))
            .intoArray(s, r * columns + j);
      }
    }
  }

  /** See {@link FloatKernels#addSparse}. */
  static void add(
      int rows,
      int[] starts,
      int[] ends,
      int[] indices,
      float[] values,
      int columns,
      float[] s,
      float[] g) {
    for (int r = 0; r < rows; r++) {
      int start = starts[r];
      int end = ends[r];
      int j = 0;
      for (; j <= columns - 4 * WIDTH; j += 4 * WIDTH) {
        FloatVector s0 = FloatVector.fromArray(SPECIES, s, r * columns + j);
        FloatVector s1 = FloatVector.fromArray(SPECIES, s, r * columns + j + WIDTH);
        FloatVector s2 = FloatVector.fromArray(SPECIES, s, r * columns + j + 2 * WIDTH);
        FloatVector s3 = FloatVector.fromArray(SPECIES, s, r * columns + j + 3 * WIDTH);
        for (int k = start; k < end; k++) {
          FloatVector x = FloatVector.broadcast(SPECIES, values[k]);
          int q = indices[k] * columns + j;
          FloatVector g0 = FloatVector.fromArray(SPECIES, g, q);
          FloatVector g1 = FloatVector.fromArray(SPECIES, g, q + WIDTH);
          FloatVector g2 = FloatVector.fromArray(SPECIES, g, q + 2 * WIDTH);
          FloatVector g3 = FloatVector.fromArray(SPECIES, g, q + 3 * WIDTH);
          g0 = FMA ? x.fma(s0, g0) : x.mul(s0).add(g0);
          g1 = FMA ? x.fma(s1, g1) : x.mul(s1).add(g1);
          g2 = FMA ? x.fma(s2, g2) : x.mul(s2).add(g2);
          g3 = FMA ? x.fma(s3, g3) : x.mul(s3).add(g3);
          g0.intoArray(g, q);
          g1.intoArray(g, q + WIDTH);
          g2.intoArray(g, q + 2 * WIDTH);
          g3.intoArray(g, q + 3 * WIDTH);
        }
      }
      for (; j < columns; j += WIDTH) {
        FloatVector s0 = FloatVector.fromArray(SPECIES, s, r * columns + j);
        for (int k = start; k < end; k++) {
          FloatVector x = FloatVector.broadcast(SPECIES, values[k]);
          int q = indices[k] * columns + j;
          FloatVector g0 = FloatVector.fromArray(SPECIES, g, q);
          g0 = FMA ? x.fma(s0, g0) : x.mul(s0).add(g0);
          g0.intoArray(g, q);
        }
      }
    }
  }
}
