package io.github.lanewise.model;

import io.github.lanewise.Precision;
import io.github.lanewise.io.AtomicFile;
import io.github.lanewise.io.Protobuf;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Writes models as <a href="https://onnx.ai">ONNX</a>, for other runtimes. The graph, in the
 * model's precision:
 *
 * <pre>
 * features [N x D]  -&gt;  Gemm with W and b   -&gt;  scores [N x C]
 *                       Softmax of scores   -&gt;  probabilities [N x C], if the model has some;
 *                                               scores are divided by its temperature first
 *                       ArgMax of scores    -&gt;  class [N], the first one of equals
 *                       Gather of the names -&gt;  label [N], texts
 * </pre>
 *
 * <p>Features come as for {@link LinearModel#scores(float[])}: what is stored has to be multiplied
 * by {@link LinearModel#featureScale} first. The metadata of the {@link ModelFile} is in the file
 * as well. Another runtime sums in another order: its scores have the error bound of {@link
 * LinearModel}, not the same bits.
 *
 * <p>Numbers of fields and types: onnx.proto3 of ONNX, intermediate representation 8, operator set
 * 13.
 */
public final class Onnx {
  private static final int IR_VERSION = 8;
  private static final int OPERATOR_SET = 13;

  /** No message may be longer than 2^31 bytes; this leaves room for everything but the weights. */
  private static final long MAX_WEIGHT_BYTES = 2_000_000_000;

  // TensorProto.DataType
  private static final int FLOAT = 1;
  private static final int INT64 = 7;
  private static final int STRING = 8;
  private static final int DOUBLE = 11;

  /** AttributeProto.AttributeType: INT. */
  private static final int INT_ATTRIBUTE = 2;

  private Onnx() {}

  /**
   * Writes a model, atomically.
   *
   * @param model the model. Not modified
   * @param file the file to create or to replace
   * @throws UnsupportedOperationException if the model has a calibration other than a temperature
   * @throws IllegalArgumentException if the weights exceed the 2 GB that ONNX has room for
   * @throws IOException if writing fails
   */
  public static void write(LinearModel model, Path file) throws IOException {
    Objects.requireNonNull(file, "file");
    int width = model.precision() == Precision.FLOAT ? Float.BYTES : Double.BYTES;
    long bytes = (long) model.classes() * model.features() * width;
    if (bytes > MAX_WEIGHT_BYTES) {
      throw new IllegalArgumentException(
          "model: " + bytes + " bytes of weights; ONNX has room for " + MAX_WEIGHT_BYTES);
    }
    AtomicFile.write(file, encode(model).toByteArray());
  }

  /** ModelProto. */
  private static Protobuf encode(LinearModel model) throws IOException {
    Protobuf encoded =
        new Protobuf()
            .number(1, IR_VERSION)
            .text(2, "Lanewise")
            .text(6, model + "; features are stored numbers times " + model.featureScale())
            .message(7, graph(model))
            .message(8, new Protobuf().number(2, OPERATOR_SET));
    for (Map.Entry<String, String> entry : ModelHeader.of(model).metadata().entrySet()) {
      encoded.message(14, new Protobuf().text(1, entry.getKey()).text(2, entry.getValue()));
    }
    return encoded;
  }

  /** GraphProto. */
  private static Protobuf graph(LinearModel model) throws IOException {
    int type = model.precision() == Precision.FLOAT ? FLOAT : DOUBLE;
    Protobuf graph = new Protobuf().text(2, "linear_model");
    graph.message(1, node("Gemm", List.of("features", "W", "b"), "scores", "transB", 1));
    if (model.calibration().isPresent()) {
      graph.message(1, operator("Div", List.of("scores", "temperature"), "logits"));
      graph.message(5, tensor("temperature", type, temperature(model), 1));
    }
    if (model.hasProbabilities()) {
      String logits = model.calibration().isPresent() ? "logits" : "scores";
      graph.message(1, node("Softmax", List.of(logits), "probabilities", "axis", 1));
    }
    graph.message(1, argMax());
    graph.message(1, node("Gather", List.of("labels", "class"), "label", "axis", 0));
    for (Protobuf initializer : initializers(model, type)) {
      graph.message(5, initializer);
    }
    graph.message(11, value("features", type, model.features()));
    graph.message(12, value("scores", type, model.classes()));
    if (model.hasProbabilities()) {
      graph.message(12, value("probabilities", type, model.classes()));
    }
    graph.message(12, value("class", INT64, 0));
    return graph.message(12, value("label", STRING, 0));
  }

  private static List<Protobuf> initializers(LinearModel model, int type) throws IOException {
    Parameters parameters = model.parameters();
    Protobuf names = new Protobuf().number(1, model.classes()).number(2, STRING);
    model.labelNames().forEach(name -> names.text(6, name));
    return List.of(
        tensor("W", type, bytes(parameters::writeWeights), model.classes(), model.features()),
        tensor("b", type, bytes(parameters::writeBias), model.classes()),
        names.text(8, "labels"));
  }

  private static byte[] temperature(LinearModel model) {
    Object value = model.calibration().orElseThrow().members().get("temperature");
    if (!(value instanceof Double temperature)) {
      throw new UnsupportedOperationException(
          "calibration: Platt's cannot be written to ONNX; calibrate by temperature");
    }
    ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    return model.precision() == Precision.DOUBLE
        ? bytes.putDouble(temperature).array()
        : Arrays.copyOf(bytes.putFloat(temperature.floatValue()).array(), Float.BYTES);
  }

  private interface Writing {
    void to(WritableByteChannel target) throws IOException;
  }

  private static byte[] bytes(Writing writing) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    writing.to(Channels.newChannel(bytes));
    return bytes.toByteArray();
  }

  /** NodeProto. */
  private static Protobuf operator(String operator, List<String> inputs, String output) {
    Protobuf node = new Protobuf();
    inputs.forEach(input -> node.text(1, input));
    return node.text(2, output).text(4, operator);
  }

  /** NodeProto with one attribute. */
  private static Protobuf node(
      String operator, List<String> inputs, String output, String attribute, int value) {
    return operator(operator, inputs, output).message(5, attribute(attribute, value));
  }

  private static Protobuf argMax() {
    return node("ArgMax", List.of("scores"), "class", "axis", 1)
        .message(5, attribute("keepdims", 0));
  }

  /** AttributeProto. */
  private static Protobuf attribute(String name, int value) {
    return new Protobuf().text(1, name).number(3, value).number(20, INT_ATTRIBUTE);
  }

  /** TensorProto, its elements as raw little-endian bytes. */
  private static Protobuf tensor(String name, int type, byte[] elements, int... shape) {
    Protobuf tensor = new Protobuf();
    for (int size : shape) {
      tensor.number(1, size);
    }
    return tensor.number(2, type).text(8, name).bytes(9, elements);
  }

  /** ValueInfoProto of a tensor [N] or, unless columns is 0, [N x columns]. */
  private static Protobuf value(String name, int type, int columns) {
    Protobuf shape = new Protobuf().message(1, new Protobuf().text(2, "N"));
    if (columns > 0) {
      shape.message(1, new Protobuf().number(1, columns));
    }
    Protobuf tensor = new Protobuf().number(1, type).message(2, shape);
    return new Protobuf().text(1, name).message(2, new Protobuf().message(1, tensor));
  }
}
