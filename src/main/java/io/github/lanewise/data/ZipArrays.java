package io.github.lanewise.data;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** The npy arrays in a zip file, by their names without {@code .npy}. */
final class ZipArrays implements Closeable {
  private static final String ENDING = ".npy";

  private static final int END_BYTES = 22;
  private static final int END_SIGNATURE = 'P' | 'K' << 8 | 5 << 16 | 6 << 24;
  private static final int END_DIRECTORY_BYTES = 12;

  /** An entry of 46 bytes and more becomes a few objects and places in tables. */
  private static final int MEMORY_PER_DIRECTORY_BYTE = 8;

  private final Path file;
  private final Limits limits;
  private final ZipFile zip;
  private final TreeMap<String, ZipEntry> entries = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  private ZipArrays(Path file, Limits limits, ZipFile zip) {
    this.file = file;
    this.limits = limits;
    this.zip = zip;
  }

  static ZipArrays open(Path file, Limits limits) throws IOException {
    FileContent.requireFile(file);
    checkEnd(file, limits);
    ZipArrays arrays;
    try {
      arrays = new ZipArrays(file, limits, new ZipFile(file.toFile()));
    } catch (ZipException | EOFException e) {
      throw new MalformedFileException(file, 0, "damaged zip file: " + e.getMessage());
    }
    try {
      arrays.collect();
      return arrays;
    } catch (IOException | RuntimeException e) {
      arrays.close();
      throw e;
    }
  }

  /**
   * Throws unless the file ends with the record that points to its directory, as NumPy writes it.
   * The JDK's class would search for that record, and read a directory of any size.
   */
  private static void checkEnd(Path file, Limits limits) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer end = ByteBuffer.allocate(END_BYTES).order(ByteOrder.LITTLE_ENDIAN);
      long start = channel.size() - END_BYTES;
      if (start < 0 || channel.read(end, start) < END_BYTES || end.getInt(0) != END_SIGNATURE) {
        throw new MalformedFileException(
            file, 0, "damaged zip file: it does not end with the end of its directory");
      }
      long directory = Integer.toUnsignedLong(end.getInt(END_DIRECTORY_BYTES));
      limits.checkMemory(
          directory * MEMORY_PER_DIRECTORY_BYTE,
          problem -> new MalformedFileException(file, 0, "zip directory: " + problem));
    }
  }

  /** How many arrays there are. */
  int count() {
    return entries.size();
  }

  /** Opens the array with a name, in upper or lower case, or returns null if there is none. */
  NpyArray find(String name) throws IOException {
    ZipEntry entry = entries.get(name);
    return entry == null ? null : open(entry);
  }

  /** Opens all arrays, of which there must be that many, in the order of their names. */
  List<NpyArray> all(int count) throws IOException {
    if (entries.size() != count) {
      throw problem(
          "arrays "
              + CsvRows.shortened(entries.keySet().toString())
              + "; X and y are needed, or the features and the labels alone");
    }
    List<NpyArray> arrays = new ArrayList<>();
    for (ZipEntry entry : entries.values()) {
      arrays.add(open(entry));
    }
    return arrays;
  }

  MalformedFileException problem(String problem) {
    return new MalformedFileException(file, 0, problem);
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }

  private void collect() throws MalformedFileException {
    for (ZipEntry entry : Collections.list(zip.entries())) {
      String name = entry.getName();
      if (name.endsWith(ENDING)) {
        String array = name.substring(0, name.length() - ENDING.length());
        if (entries.put(array, entry) != null) {
          throw problem("two arrays named " + CsvRows.shortened(array));
        }
      }
    }
  }

  private NpyArray open(ZipEntry entry) throws IOException {
    try {
      return NpyArray.open(new ZipContent(file, zip, entry, limits));
    } catch (ZipException e) {
      throw problem("damaged zip file: " + e.getMessage());
    }
  }
}
