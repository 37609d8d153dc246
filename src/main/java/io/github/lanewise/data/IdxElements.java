package io.github.lanewise.data;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The elements of an IDX file after its header, read in order. The length was checked before; a
 * change since is noticed.
 */
final class IdxElements {
  private final Path file;
  private final IdxType type;
  private final int count;
  private final DataInputStream in;

  IdxElements(Path file, FileContent content, IdxHeader header) {
    this.file = file;
    this.type = header.type();
    this.count = header.elements();
    this.in = new DataInputStream(new BufferedInputStream(content));
  }

  byte[] bytes() throws IOException {
    byte[] values = new byte[count];
    if (in.readNBytes(values, 0, count) < count) {
      throw truncated();
    }
    end();
    return values;
  }

  int[] ints() throws IOException {
    int[] values = new int[count];
    for (int i = 0; i < count; i++) {
      values[i] = (int) next();
    }
    end();
    return values;
  }

  float[] floats(double scale) throws IOException {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (next() * scale);
    }
    end();
    return values;
  }

  double[] doubles(double scale) throws IOException {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = next() * scale;
    }
    end();
    return values;
  }

  private double next() throws IOException {
    try {
      return type.read(in);
    } catch (EOFException e) {
      throw truncated();
    }
  }

  // Reaching the end also makes gzip compare its checksum.
  private void end() throws IOException {
    if (in.read() >= 0) {
      throw new MalformedFileException(file, 0, "oversized: bytes follow the last element");
    }
  }

  private MalformedFileException truncated() {
    return new MalformedFileException(file, 0, "truncated: it ends before its last element");
  }
}
