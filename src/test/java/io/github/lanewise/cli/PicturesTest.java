package io.github.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanewise.loss.Loss;
import io.github.lanewise.matrix.DoubleMatrix;
import io.github.lanewise.model.LinearModel;
import io.github.lanewise.optim.Progress;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

class PicturesTest {

  private static Document parse(Svg svg) throws Exception {
    byte[] bytes = svg.text().getBytes(StandardCharsets.UTF_8);
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(bytes));
  }

  private static List<String> texts(Document svg) {
    NodeList texts = svg.getElementsByTagName("text");
    return IntStream.range(0, texts.getLength())
        .mapToObj(i -> texts.item(i).getTextContent())
        .toList();
  }

  private static Progress progress(int step, double objective) {
    return new Progress(step, objective, Double.NaN, Double.NaN, 0, 0);
  }

  @Test
  void aCurveGoesThroughEveryFiniteObjective() throws Exception {
    List<Progress> history =
        List.of(progress(0, 2.5), progress(1, 1), progress(2, Double.NaN), progress(5, 0.5));
    Locale before = Locale.getDefault();
    Svg svg;
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG"));
      svg = new LearningCurve("a < b", "epoch", history).picture();
    } finally {
      Locale.setDefault(before);
    }
    Document parsed = parse(svg);
    String points =
        parsed
            .getElementsByTagName("polyline")
            .item(0)
            .getAttributes()
            .getNamedItem("points")
            .getNodeValue();
    assertEquals("76.0,40.0 184.8,241.0 620.0,308.0", points);
    assertTrue(texts(parsed).containsAll(List.of("a < b", "epoch", "0.5", "2.5")));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, 0.2, 6, 1",
    "0, 143, 50, 4, 0",
    "0, 5.5, 1, 7, 0",
    "0, 0.55, 0.1, 7, 1",
    "0.2, 0.9, 0.2, 5, 1",
    "3, 3, 0.5, 5, 1",
    "-1e-7, 1e-7, 5e-8, 5, 8",
    "0, 1e7, 2e6, 6, 0"
  })
  void ticksAreRoundAndEncloseTheValues(
      double least, double most, double step, int count, int decimals) {
    LearningCurve.Ticks ticks = LearningCurve.Ticks.around(new double[] {most, least});
    assertEquals(step, ticks.step(), 1e-12 * step);
    assertEquals(count, ticks.count());
    assertEquals(decimals, ticks.decimals());
    assertTrue(ticks.share(least) >= -1e-12 && ticks.share(most) <= 1 + 1e-12);
  }

  @Test
  void aConfusionMatrixShowsItsCountsAndNames() throws Exception {
    DoubleMatrix counts = new DoubleMatrix(2, 2);
    counts.set(0, 0, 30);
    counts.set(0, 1, 10.5);
    counts.set(1, 1, 1e6);
    Document svg =
        parse(ConfusionPicture.of("t", counts, List.of("a&b\u0001", "a name beyond bounds")));
    List<String> texts = texts(svg);
    assertTrue(
        texts.containsAll(List.of("a&b?", "a name beyond b…", "30", "10.5", "1e6")),
        texts::toString);
    // The background and four cells: shares of 0.74, 0.26, 0 and 1 of their row.
    NodeList cells = svg.getElementsByTagName("rect");
    assertEquals(
        List.of("white", "#2a5fa3", "#81a0c9", "#ffffff", "#084594"),
        IntStream.range(0, cells.getLength())
            .mapToObj(i -> cells.item(i).getAttributes().getNamedItem("fill").getNodeValue())
            .toList());
    List<String> many = Collections.nCopies(61, "x");
    assertThrows(
        IllegalArgumentException.class,
        () -> ConfusionPicture.of("t", new DoubleMatrix(61, 61), many));
  }

  private static LinearModel model(float... weights) {
    return LinearModel.of(weights, new float[2], List.of("a", "b"), Loss.softmax(), 1);
  }

  private static BufferedImage image(LinearModel model) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(new Templates(model).picture().bytes()));
  }

  @Test
  void templatesOfOneChannelAreRedAboveZeroAndBlueBelow() throws IOException {
    BufferedImage image = image(model(2, -2, 1, 0, 0, 0, 0, 0));
    assertEquals(4 + 2 * (8 + 4), image.getWidth());
    assertEquals(4 + 8 + 4, image.getHeight());
    assertEquals(0xffb2182b, image.getRGB(4, 4));
    assertEquals(0xff2166ac, image.getRGB(8, 4));
    assertEquals(0xffffffff, image.getRGB(11, 11));
    assertEquals(0xffd88c95, image.getRGB(4, 8));
    assertEquals(0xffffffff, image.getRGB(3, 3));
    assertEquals(0xffffffff, image.getRGB(16, 4));
  }

  @Test
  void templatesOfOneChannelAreAsPaleAsTheirLargestWeightSays() throws IOException {
    BufferedImage image = image(model(1, -2, 0, 0, 0, 0, 0, 0));
    assertEquals(0xffd88c95, image.getRGB(4, 4));
    assertEquals(0xff2166ac, image.getRGB(8, 4));
  }

  /** Viewers may do without the checksums of chunks, the format does not. */
  @Test
  void everyChunkEndsWithItsChecksum() {
    ByteBuffer png = ByteBuffer.wrap(new Png(2, 3).bytes()).position(8);
    List<String> types = new ArrayList<>();
    while (png.hasRemaining()) {
      byte[] chunk = new byte[4 + png.getInt()];
      png.get(chunk);
      CRC32 checksum = new CRC32();
      checksum.update(chunk);
      assertEquals((int) checksum.getValue(), png.getInt());
      types.add(new String(chunk, 0, 4, StandardCharsets.US_ASCII));
    }
    assertEquals(List.of("IHDR", "IDAT", "IEND"), types);
  }

  @Test
  void templatesOfThreeChannelsAreColoured() throws IOException {
    float[] weights = new float[24];
    weights[0] = 1;
    weights[5] = 1;
    weights[10] = 1;
    weights[12] = -1;
    BufferedImage image = image(model(weights));
    assertEquals(0xffff0000, image.getRGB(4, 4));
    assertEquals(0xff00ff00, image.getRGB(8, 4));
    assertEquals(0xff0000ff, image.getRGB(4, 8));
    assertEquals(0xff00ffff, image.getRGB(16, 4));
    assertThrows(IllegalArgumentException.class, () -> new Templates(model(new float[10])));
  }
}
