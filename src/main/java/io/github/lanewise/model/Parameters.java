package io.github.lanewise.model;

import io.github.lanewise.data.Features;
import io.github.lanewise.matrix.DoubleMatrix;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;

/** W [C x D] and b [C] in one precision: the part of a model that exists once per precision. */
sealed interface Parameters permits FloatParameters, DoubleParameters {

  int classes();

  int features();

  double weight(int c, int d);

  double bias(int c);

  /** Scores of consecutive rows into S [count x C], computed in this precision, then widened. */
  void scores(Features features, int from, int count, DoubleMatrix scores);

  /** The class with the largest score, for every row; the first one of equals. */
  int[] predict(Features features);

  /** W row by row, little-endian. */
  void writeWeights(WritableByteChannel target) throws IOException;

  /** b, little-endian. */
  void writeBias(WritableByteChannel target) throws IOException;
}
