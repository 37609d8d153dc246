package io.github.lanewise.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The content of one entry of a zip file, whose length and checksum are compared at its end. */
final class ZipContent extends FileContent {
  private final Path file;
  private final ZipFile zip;
  private final ZipEntry entry;
  private final CRC32 checksum = new CRC32();

  ZipContent(Path file, ZipFile zip, ZipEntry entry, Limits limits) throws IOException {
    super(file, zip.getInputStream(entry), limits, "zip");
    this.file = file;
    this.zip = zip;
    this.entry = entry;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int read = super.read(target, offset, length);
    if (read > 0) {
      checksum.update(target, offset, read);
    } else if (read < 0 && checksum.getValue() != entry.getCrc()) {
      throw problem("damaged: its content does not agree with its checksum");
    }
    return read;
  }

  /** Closes the whole zip file: who reads on after it was opened reads this entry alone. */
  @Override
  public void close() throws IOException {
    zip.close();
  }

  /** The length that the directory announces, if so few packed bytes can hold it. */
  @Override
  long length(long expected) throws IOException {
    long packed = entry.getCompressedSize();
    boolean possible =
        packed <= Files.size(file)
            && (entry.getMethod() == ZipEntry.STORED
                ? entry.getSize() == packed
                : entry.getSize() <= packed * MAX_DEFLATE_RATIO);
    if (!possible) {
      throw problem(
          "damaged: "
              + packed
              + " packed bytes cannot become the "
              + entry.getSize()
              + " announced");
    }
    return entry.getSize();
  }

  @Override
  MalformedFileException problem(String problem) {
    return super.problem(CsvRows.shortened(entry.getName()) + ": " + problem);
  }
}
