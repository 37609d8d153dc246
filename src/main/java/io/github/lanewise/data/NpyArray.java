package io.github.lanewise.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** One npy array whose header has been read: a file, or a part of an npz file. */
record NpyArray(FileContent content, NpyHeader header) {

  static NpyArray open(FileContent content) throws IOException {
    return new NpyArray(content, NpyHeader.read(content));
  }

  /** Reads the array as features: rows are what the first index counts. */
  Features features(ReadOptions options) throws IOException {
    return elements().features(header.layout(), options);
  }

  /** The same features, to pass by once; {@code source} opens this array again. */
  Features passing(ReadOptions options, Elements.Source source) throws IOException {
    return elements().passing(header.layout(), options, source);
  }

  Elements elements() throws MalformedFileException {
    if (header.type() == null) {
      throw content.problem("text; features are numbers");
    }
    return header.elements(content);
  }

  /** Reads the array as labels: integers or text. */
  LabelColumn labels(ReadOptions options) throws IOException {
    boolean fractions = header.type() != null && !header.type().isIntegral();
    if (header.columns() != 1 || fractions) {
      throw content.problem(
          "not an array of labels: "
              + header.rows()
              + " x "
              + header.columns()
              + (fractions ? " numbers of type " + header.type() : "")
              + "; one column of integers or text is needed");
    }
    options.limits().checkRows(header.rows(), content::problem);
    options.limits().checkMemory(header.elementBytes(), content::problem);
    return header.type() == null ? texts(options) : integers(options);
  }

  private LabelColumn integers(ReadOptions options) throws IOException {
    LabelColumn labels = new LabelColumn(options);
    Elements elements = header.elements(content);
    for (int row = 0; row < header.rows(); row++) {
      add(row, Long.toString(elements.nextInteger()), labels, options.limits());
    }
    elements.end();
    return labels;
  }

  private LabelColumn texts(ReadOptions options) throws IOException {
    LabelColumn labels = new LabelColumn(options);
    byte[] bytes = new byte[header.elementBytes()];
    for (int row = 0; row < header.rows(); row++) {
      if (content.readNBytes(bytes, 0, bytes.length) < bytes.length) {
        throw content.problem("truncated: it ends before its last element");
      }
      add(row, text(row, bytes), labels, options.limits());
    }
    if (content.read() >= 0) {
      throw content.problem("oversized: bytes follow the last element");
    }
    return labels;
  }

  private void add(int row, String label, LabelColumn labels, Limits limits)
      throws MalformedFileException {
    if (label.isEmpty()) {
      throw content.problem("element " + row + " is an empty label");
    }
    if (!labels.add(label)) {
      throw content.problem(
          "element "
              + row
              + " is label \""
              + CsvRows.shortened(label)
              + "\", which is not one of the known labels");
    }
    limits.checkMemory(labels.bytes(), content::problem);
  }

  /** Text fills its element up with zeros. */
  private String text(int row, byte[] bytes) throws MalformedFileException {
    try {
      String text =
          header.text() == 'U'
              ? utf32(bytes)
              : StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      int end = text.length();
      while (end > 0 && text.charAt(end - 1) == 0) {
        end--;
      }
      return text.substring(0, end);
    } catch (CharacterCodingException | IllegalArgumentException e) {
      throw content.problem("element " + row + " is no text of Unicode");
    }
  }

  private String utf32(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(header.order());
    StringBuilder text = new StringBuilder();
    while (in.hasRemaining()) {
      int character = in.getInt();
      if (Character.getType(character) == Character.SURROGATE) {
        throw new IllegalArgumentException("half of a pair");
      }
      text.appendCodePoint(character);
    }
    return text.toString();
  }
}
