package io.github.lanewise.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanewise.data.MalformedFileException;
import io.github.lanewise.loss.Loss;
import io.github.lanewise.verify.Losses;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelFileTest {

  private static final String METADATA =
      "'__metadata__':{'format':'lanewise','version':'1','loss':'softmax',"
          + "'labels':'[\\'a\\',\\'b\\']','feature_scale':'1.0'}";
  private static final String WEIGHT =
      "'weight':{'dtype':'F32','shape':[2,3],'data_offsets':[0,24]}";
  private static final String BIAS = "'bias':{'dtype':'F32','shape':[2],'data_offsets':[24,32]}";
  private static final int DATA_BYTES = 32;

  @TempDir Path folder;

  private Path file(byte[] content) throws IOException {
    return Files.write(folder.resolve("model.safetensors"), content);
  }

  @Test
  void modelFilesAreToldFromOthers() throws IOException {
    assertTrue(ModelFile.isModel(file(content("{}", new byte[1]))));
    assertFalse(ModelFile.isModel(folder));
    assertFalse(ModelFile.isModel(file(new byte[8])));
    assertFalse(ModelFile.isModel(file("label {\n".repeat(2).getBytes(StandardCharsets.UTF_8))));
    assertFalse(ModelFile.isModel(file("12345678{ text".getBytes(StandardCharsets.UTF_8))));
    assertFalse(ModelFile.isModel(file(content("[]", new byte[1]))));
  }

  /** A header, in which a single quote stands for a double one, and data. */
  private static byte[] content(String header, byte[] data) {
    byte[] json = header.replace("\\'", "\\\"").replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + json.length + data.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(json.length)
        .put(json)
        .put(data)
        .array();
  }

  private static LinearModel small() {
    return LinearModel.of(
        new float[] {1, -2.5f, 1e-40f, Float.MAX_VALUE},
        new float[] {-0.0f, Float.MIN_VALUE},
        List.of("a", "b"),
        Loss.hinge(),
        1.0 / 255);
  }

  private byte[] smallFile() throws IOException {
    Path file = folder.resolve("model.safetensors");
    ModelFile.write(small(), file);
    return Files.readAllBytes(file);
  }

  private String refused(byte[] content) throws IOException {
    Path file = file(content);
    String message =
        assertThrows(MalformedFileException.class, () -> ModelFile.read(file)).getMessage();
    assertTrue(message.startsWith(file + ": "), message);
    assertEquals(1, message.lines().count(), message);
    return message;
  }

  @Test
  void everyBitSurvivesInSinglePrecision() throws IOException {
    Path file = folder.resolve("model.safetensors");
    ModelFile.write(small(), file);
    LinearModel read = ModelFile.read(file);
    assertEquals(small().sha256(), read.sha256());
    assertEquals(small().toString(), read.toString());
    assertEquals(small().labelNames(), read.labelNames());
    assertEquals(small().loss(), read.loss());
    assertEquals(small().featureScale(), read.featureScale());
  }

  @Test
  void everyShapeOfLossSurvives() throws IOException {
    Path file = folder.resolve("model.safetensors");
    for (Loss loss : Losses.all().toList()) {
      LinearModel model = LinearModel.of(new float[2], new float[2], List.of("a", "b"), loss, 1);
      ModelFile.write(model, file);
      assertEquals(loss, ModelFile.read(file).loss());
    }
  }

  @Test
  void everyBitSurvivesInDoublePrecision() throws IOException {
    // More than one block of 64 KiB, and not a whole number of them.
    double[] weights = IntStream.range(0, 3 * 9001).mapToDouble(i -> 1 / (i - 7.5)).toArray();
    LinearModel model =
        LinearModel.of(
            weights,
            new double[] {Double.MIN_VALUE, -0.0, Double.MAX_VALUE},
            List.of("x", "y", "z"),
            Loss.softmax(),
            0.1);
    Path file = folder.resolve("model.safetensors");
    ModelFile.write(model, file);
    LinearModel read = ModelFile.read(file);
    assertEquals(model.sha256(), read.sha256());
    assertEquals(model.toString(), read.toString());
    assertEquals(model.weight(2, 9000), read.weight(2, 9000));
    assertEquals(0.1, read.featureScale());
    assertEquals(Loss.softmax(), read.loss());
  }

  @Test
  void labelNamesMayBeAnyText() throws IOException {
    List<String> names =
        List.of(
            "\"quoted\"", "back\\slash", "über", "日本語", "😀", "new\nline", "a,b", "\u0000", " ");
    LinearModel model = LinearModel.of(new float[9], new float[9], names, Loss.softmax(), 1);
    Path file = folder.resolve("model.safetensors");
    ModelFile.write(model, file);
    assertEquals(names, ModelFile.read(file).labelNames());
  }

  @Test
  void theFileIsSafetensorsWithAlignedData() throws IOException {
    byte[] bytes = smallFile();
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int header = (int) buffer.getLong(0);
    assertEquals(0, (8 + header) % 8);
    assertEquals(
        "{\"__metadata__\":{\"format\":\"lanewise\",\"version\":\"1\",\"loss\":\"hinge\","
            + "\"labels\":\"[\\\"a\\\",\\\"b\\\"]\",\"feature_scale\":\"0.00392156862745098\"},"
            + "\"weight\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[0,16]},"
            + "\"bias\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[16,24]}}",
        new String(bytes, 8, header, StandardCharsets.UTF_8).stripTrailing());
    assertEquals(8 + header + 24, bytes.length);
    assertEquals(-2.5f, buffer.getFloat(8 + header + 4));
    assertEquals(Float.MIN_VALUE, buffer.getFloat(8 + header + 20));
  }

  @Test
  void tensorsMayComeInAnyOrder() throws IOException {
    byte[] data = new byte[DATA_BYTES];
    ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).putFloat(4, 5).putFloat(8, 6);
    String header =
        "{'bias':{'data_offsets':[0,8],'shape':[2],'dtype':'F32'},"
            + WEIGHT.replace("0,24", "8,32")
            + ","
            + METADATA
            + "}";
    LinearModel model = ModelFile.read(file(content(header, data)));
    assertEquals(5, model.bias(1));
    assertEquals(6, model.weight(0, 0));
    assertArrayEquals(new float[] {6, 5}, model.scores(new float[] {1, 0, 0}));
  }

  @Test
  void everyTruncationIsRefused() throws IOException {
    byte[] whole = smallFile();
    for (int length = 0; length < whole.length; length++) {
      refused(Arrays.copyOf(whole, length));
    }
    refused(Arrays.copyOf(whole, whole.length + 1));
  }

  /** A flipped bit gives another model or a refusal, never another exception. */
  @Test
  void everyFlippedBitIsRefusedOrGivesAModel() throws IOException {
    byte[] whole = smallFile();
    int models = 0;
    for (int bit = 0; bit < whole.length * 8; bit++) {
      byte[] broken = whole.clone();
      broken[bit / 8] ^= (byte) (1 << bit % 8);
      Path file = file(broken);
      try {
        LinearModel model = ModelFile.read(file);
        models++;
        ModelFile.write(model, file);
        assertEquals(model.sha256(), ModelFile.read(file).sha256());
      } catch (MalformedFileException refusal) {
        assertTrue(refusal.getMessage().startsWith(file.toString()), refusal.getMessage());
      }
    }
    // Most bits of the 24 bytes of numbers may flip, some of the label names and the scale.
    assertTrue(models > 150 && models < 400, "models: " + models);
  }

  @ParameterizedTest
  @CsvSource({"-1", "0", "1", "16777217", "9223372036854775807", "-9223372036854775808", "1000"})
  void aHeaderLengthBeyondTheFileIsRefused(long length) throws IOException {
    byte[] bytes = content("{" + METADATA + "," + WEIGHT + "," + BIAS + "}", new byte[DATA_BYTES]);
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);
    assertTrue(refused(bytes).contains("header of"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // what | instead | part of the message
        "'shape':[2,3]  | 'shape':[4294967296,4294967296] | elements",
        "'shape':[2,3]  | 'shape':[9223372036854775807,2] | elements",
        "'shape':[2,3]  | 'shape':[18446744073709551618,3] | integers",
        "'shape':[2,3]  | 'shape':[65536,65536] | elements",
        "'shape':[2,3]  | 'shape':[-2,-3] | integers",
        "'shape':[2,3]  | 'shape':[2.0,3] | integers",
        "'shape':[2,3]  | 'shape':[6] | integers",
        "'shape':[2,3]  | 'shape':[1,2,3] | integers",
        "'shape':[2,3]  | 'shape':{} | integers",
        "'shape':[2,3]  | 'shape':[3,2] | do not match",
        "'shape':[2,3]  | 'shape':[2,0] | do not hold",
        "'shape':[2],   | 'shape':[1], | do not hold",
        "[0,24]         | [0,28] | do not hold",
        "[0,24]         | [24,0] | do not hold",
        "[0,24]         | [4,28] | exactly",
        "[0,24]         | [8,32] | exactly",
        "[24,32]        | [16,24] | exactly",
        "[24,32]        | [28,36] | exactly",
        "[24,32]        | [9223372036854775800,9223372036854775807] | do not hold",
        "[0,24]         | [0] | integers",
        "'F32','shape':[2,3] | 'F64','shape':[2,3] | do not hold",
        "'F32','shape':[2,3] | 'I8','shape':[2,3] | only F32 and F64",
        "'F32','shape':[2,3] | 32,'shape':[2,3] | only F32 and F64",
        "'weight'       | 'weights' | nothing else",
        "'bias':        | 'more':1,'bias': |" + " nothing else",
        "'bias':        | 'weight':{},'bias': | twice",
        "'dtype':'F32'  | 'dtype':'F32','more':1 | expected a tensor",
        "'lanewise'     | 'other' | format",
        "'version':'1'  | 'version':'2' | version",
        "'version':'1'  | 'version':1 | no text",
        "'softmax'      | 'ranking' | loss",
        "'loss':'softmax', | `` | no text",
        "'feature_scale':'1.0' | 'feature_scale':'one' | feature_scale",
        "'feature_scale':'1.0' | 'feature_scale':'0' | featureScale",
        "'feature_scale':'1.0' | 'feature_scale':'NaN' | featureScale",
        "[\\'a\\',\\'b\\'] | [\\'a\\',\\'a\\'] | twice",
        "[\\'a\\',\\'b\\'] | [\\'a\\',\\'\\'] | empty",
        "[\\'a\\',\\'b\\'] | [\\'a\\'] | 1 names",
        "[\\'a\\',\\'b\\'] | [\\'a\\',\\'b\\',\\'c\\'] | more than 3 values",
        "[\\'a\\',\\'b\\'] | [\\'a\\',2] | not a text",
        "[\\'a\\',\\'b\\'] | {} | not an array",
        "[\\'a\\',\\'b\\'] | [[[[ | more than 3 values",
        "{'__metadata__' | [{'__metadata__' | does not begin",
        "'bias':        | 'deep':[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]],'bias': | deeper",
      })
  void everythingInTheHeaderIsChecked(String what, String instead, String expected)
      throws IOException {
    String header = "{" + METADATA + "," + WEIGHT + "," + BIAS + "}";
    byte[] data = new byte[DATA_BYTES];
    ModelFile.read(file(content(header, data)));
    assertTrue(header.contains(what), what);
    String message = refused(content(header.replace(what, instead), data));
    assertTrue(message.contains(expected), message);
  }

  @Test
  void aHeaderThatIsNotUtf8IsRefused() throws IOException {
    byte[] bytes = content("{" + METADATA + "," + WEIGHT + "," + BIAS + "}", new byte[DATA_BYTES]);
    bytes[20] = (byte) 0xff;
    assertTrue(refused(bytes).contains("UTF-8"));
  }

  @Test
  void weightsThatAreNotFiniteAreRefused() throws IOException {
    byte[] data = new byte[DATA_BYTES];
    ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).putFloat(16, Float.NaN);
    String header = "{" + METADATA + "," + WEIGHT + "," + BIAS + "}";
    String message = refused(content(header, data));
    assertTrue(message.contains("weights[1][1] is NaN"), message);
  }

  @Test
  void messagesStayShort() throws IOException {
    String header =
        "{" + METADATA.replace("softmax", "x\\n".repeat(100_000)) + "," + WEIGHT + "," + BIAS + "}";
    assertTrue(refused(content(header, new byte[DATA_BYTES])).length() < 1000);
  }

  @Test
  void aMissingFileAndAFolderAreNamed() {
    Path missing = folder.resolve("missing");
    NoSuchFileException e = assertThrows(NoSuchFileException.class, () -> ModelFile.read(missing));
    assertEquals(missing + ": no such file", e.getMessage());
    assertThrows(MalformedFileException.class, () -> ModelFile.read(folder));
  }

  @Test
  void aWriteThatFailsChangesNothing() throws IOException {
    Path occupied = Files.createDirectory(folder.resolve("occupied"));
    Files.writeString(occupied.resolve("kept"), "kept");
    assertThrows(FileSystemException.class, () -> ModelFile.write(small(), occupied));
    assertEquals("kept", Files.readString(occupied.resolve("kept")));
    assertThrows(
        NoSuchFileException.class,
        () -> ModelFile.write(small(), folder.resolve("missing").resolve("model")));
    assertFalse(Files.exists(folder.resolve("missing")));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(occupied), files.toList());
    }
  }

  @Test
  void labelNamesBeyondTheHeadersLimitAreRefusedBeforeAnythingIsWritten() {
    List<String> names = List.of("x".repeat(17 << 20), "y");
    LinearModel model = LinearModel.of(new float[2], new float[2], names, Loss.softmax(), 1);
    Path file = folder.resolve("model.safetensors");
    assertThrows(IllegalArgumentException.class, () -> ModelFile.write(model, file));
    assertFalse(Files.exists(file));
  }

  @Test
  void remarksStayWithTheModelAndTheirOrderDoesNotMatter() throws IOException {
    LinearModel model =
        LinearModel.of(new float[6], new float[2], List.of("a", "b"), Loss.softmax(), 1);
    Map<String, String> remarks = new LinkedHashMap<>();
    remarks.put("solver", "sgd");
    remarks.put("objective", "\"0.5\"\n");
    Path file = folder.resolve("model");
    ModelFile.write(model.withMetadata(remarks), file);
    assertEquals(remarks, ModelFile.read(file).metadata());
    assertEquals(Map.of(), model.metadata());
    byte[] bytes = Files.readAllBytes(file);
    ModelFile.write(model.withMetadata(new TreeMap<>(remarks)), file);
    assertArrayEquals(bytes, Files.readAllBytes(file));
    assertThrows(IllegalArgumentException.class, () -> model.withMetadata(Map.of("loss", "hinge")));
  }

  /** What can be written can be read. */
  @Test
  void remarksHaveALimit() throws IOException {
    LinearModel model =
        LinearModel.of(new float[6], new float[2], List.of("a", "b"), Loss.softmax(), 1);
    Map<String, String> remarks = new HashMap<>();
    for (int i = 0; i < 1000; i++) {
      remarks.put("key " + i, "text");
    }
    Calibration platt = new Platt(new double[2], new double[2]);
    Path file = folder.resolve("model");
    ModelFile.write(model.withMetadata(remarks).withCalibration(platt), file);
    assertEquals(remarks, ModelFile.read(file).metadata());
    remarks.put("one more", "text");
    assertEquals(
        "metadata: 1001 texts; the limit is 1000",
        assertThrows(IllegalArgumentException.class, () -> model.withMetadata(remarks))
            .getMessage());
    assertThrows(
        NullPointerException.class,
        () -> model.withMetadata(Collections.singletonMap("nothing", null)));
  }
}
