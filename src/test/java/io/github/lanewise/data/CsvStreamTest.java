package io.github.lanewise.data;

import static io.github.lanewise.data.TestFiles.gzip;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.lanewise.Precision;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvStreamTest {
  @TempDir Path directory;

  private static CsvStream open(byte[] content, int columns) throws IOException {
    return CsvStream.open(new ByteArrayInputStream(content), columns, ReadOptions.defaults());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** As when a disk breaks, at once or in the middle. */
  @Test
  void whatCannotBeReadIsNamed() {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("Input/output error");
          }
        };
    for (String text : List.of("", "1,2\n3,4\n")) {
      InputStream in = new SequenceInputStream(new ByteArrayInputStream(utf8(text)), broken);
      IOException thrown =
          assertThrows(
              IOException.class,
              () -> {
                try (CsvStream rows = CsvStream.open(in, 2, ReadOptions.defaults())) {
                  rows.next(9);
                  rows.next(9);
                }
              });
      assertEquals("standard input: Input/output error", thrown.getMessage());
    }
  }

  @Test
  void batchesHaveTheRowsInOrder() throws IOException {
    byte[] content = utf8("x,y,label\n1,2,a\n3,4,b\n5,6,a\n");
    for (byte[] bytes : List.of(content, gzip(content))) {
      try (CsvStream rows = open(bytes, 2)) {
        Features batch = rows.next(2);
        assertEquals(2, batch.rows());
        assertEquals(4, batch.get(1, 1));
        assertEquals(5, rows.next(2).get(0, 0));
        assertNull(rows.next(2));
        assertNull(rows.next(2));
      }
    }
    try (CsvStream rows = open(utf8("x,y\n"), 2)) {
      assertNull(rows.next(1));
    }
  }

  /** Whoever asks a question over a pipe must get its answer before asking the next one. */
  @Test
  void whatHasArrivedIsReturnedAtOnce() throws IOException {
    PipedOutputStream out = new PipedOutputStream();
    try (PipedInputStream in = new PipedInputStream(out)) {
      out.write(utf8("1,2\n3,4\n"));
      CsvStream rows = CsvStream.open(in, 2, ReadOptions.defaults());
      assertEquals(2, rows.next(1000).rows());
      out.write(utf8("5,6\n"));
      assertEquals(5, rows.next(1000).get(0, 0));
      out.close();
      assertNull(rows.next(1000));
    }
  }

  /** However the rows came in, those before are answered; of a label that is none, too. */
  @Test
  void rowsBeforeAnUnacceptableOneAreReturned() throws IOException {
    ReadOptions options = ReadOptions.defaults().labelNames(List.of("0", "1"));
    for (String bad : List.of("5,6,7\n", "5,x,0\n", "5,6\n")) {
      byte[] content = utf8("1,2,0\n3,4,1\n" + bad + "7,8,0\n");
      CsvStream rows = CsvStream.open(new ByteArrayInputStream(content), 2, options);
      Features before = rows.next(1000);
      assertEquals(2, before.rows());
      assertEquals(4, before.get(1, 1));
      for (int i = 0; i < 2; i++) {
        MalformedFileException e =
            assertThrows(MalformedFileException.class, () -> rows.next(1000));
        assertEquals(3, e.line());
      }
    }
  }

  /** Its end may come only after the answer to the row before it. */
  @Test
  void aRowThatHasOnlyBegunIsNotAwaited() throws IOException {
    PipedOutputStream out = new PipedOutputStream();
    try (PipedInputStream in = new PipedInputStream(out)) {
      out.write(utf8("1,2\n3,4\n5,"));
      CsvStream rows = CsvStream.open(in, 2, ReadOptions.defaults());
      Duration patience = Duration.ofSeconds(30);
      assertEquals(2, assertTimeoutPreemptively(patience, () -> rows.next(1000)).rows());
      out.write(utf8("6\n7,8"));
      assertEquals(5, assertTimeoutPreemptively(patience, () -> rows.next(1000)).get(0, 0));
      out.close();
      assertEquals(7, rows.next(1000).get(0, 0));
      assertNull(rows.next(1000));
    }
  }

  @Test
  void longRowsComeInOrder() throws IOException {
    int columns = 50_000;
    String row = "1,".repeat(columns - 1) + "2\n";
    try (CsvStream rows = open(utf8(row + "3," + row.substring(2) + row), columns)) {
      int read = 0;
      for (Features batch = rows.next(9); batch != null; batch = rows.next(9)) {
        for (int i = 0; i < batch.rows(); i++, read++) {
          assertEquals(read == 1 ? 3 : 1, batch.get(i, 0));
          assertEquals(2, batch.get(i, columns - 1));
        }
      }
      assertEquals(3, read);
    }
  }

  @Test
  void noRowsCannotBeAskedFor() throws IOException {
    try (CsvStream rows = open(utf8("1,2\n"), 2)) {
      assertThrows(IllegalArgumentException.class, () -> rows.next(0));
    }
  }

  @Test
  void errorsNameTheLine() throws IOException {
    try (CsvStream rows = open(utf8("1,2\n3,four\n"), 2)) {
      rows.next(1);
      MalformedFileException e = assertThrows(MalformedFileException.class, () -> rows.next(1));
      assertEquals(
          "standard input:2: column 2 is \"four\"; must be a finite decimal number",
          e.getMessage());
    }
    assertThrows(MalformedFileException.class, () -> open(utf8("1,2,3,4\n"), 2));
    assertThrows(MalformedFileException.class, () -> open(utf8(""), 2));
  }

  /** More rows than are held at a time. */
  @Test
  void convertingRowByRowGivesTheFileOfTheWhole() throws IOException {
    StringBuilder text = new StringBuilder("a,b,label\n");
    for (int row = 0; row < 3000; row++) {
      text.append(row * 0.1).append(",").append(-row).append(",c").append(row % 7).append('\n');
    }
    Path csv = Files.writeString(directory.resolve("rows.csv"), text);
    for (ReadOptions options :
        List.of(
            ReadOptions.defaults().scale(0.25),
            ReadOptions.defaults().precision(Precision.DOUBLE))) {
      Path whole = directory.resolve("whole");
      MappedFile.write(Csv.read(csv, options), whole, rows -> {});
      Path streamed = directory.resolve("streamed");
      DataFiles.convert(csv, null, options, streamed, rows -> {});
      assertArrayEquals(Files.readAllBytes(whole), Files.readAllBytes(streamed));
    }
  }

  @Test
  void anUnacceptableFileLeavesTheOldOneInPlace() throws IOException {
    Path target = Files.writeString(directory.resolve("target"), "old");
    for (String text : List.of("1,2,a\n3,4\n", "1,2,a\n1,2,a\n", "a,b,c\n")) {
      Path csv = Files.writeString(directory.resolve("bad.csv"), text);
      assertThrows(
          MalformedFileException.class,
          () -> DataFiles.convert(csv, null, ReadOptions.defaults(), target, rows -> {}));
      assertEquals("old", Files.readString(target));
    }
  }
}
