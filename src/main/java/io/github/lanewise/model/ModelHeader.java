package io.github.lanewise.model;

import io.github.lanewise.Precision;
import io.github.lanewise.io.Json;
import io.github.lanewise.loss.Loss;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The JSON header of a model file, checked: tensors of matching shapes that fill the data without a
 * gap, and a complete description. Everything wrong is an {@link IllegalArgumentException}.
 */
record ModelHeader(
    Tensor weight,
    Tensor bias,
    List<String> labelNames,
    Loss loss,
    double featureScale,
    Optional<Calibration> calibration,
    Map<String, String> remarks) {

  private static final String FORMAT = "lanewise";
  private static final String VERSION = "1";
  private static final String METADATA = "__metadata__";
  private static final String CALIBRATION = "calibration";
  private static final int ALIGNMENT = 8;

  /** Metadata that says what the file is; everything else is a remark. */
  static final Set<String> OWN_KEYS =
      Set.of("format", "version", "loss", "labels", "feature_scale", CALIBRATION);

  /** The most remarks of a model. */
  static final int MAX_REMARKS = 1000;

  /** Values in a header: those remarks, and a few dozen of ours. */
  private static final int MAX_VALUES = MAX_REMARKS + 100;

  /** One tensor: where its bytes lie in the data, and how they are read. */
  record Tensor(Precision precision, List<Long> shape, long begin, long end) {

    private static final Set<String> KEYS = Set.of("dtype", "shape", "data_offsets");

    static Tensor of(Precision precision, long begin, long... shape) {
      long elements = 1;
      for (long size : shape) {
        elements *= size;
      }
      List<Long> sizes = Arrays.stream(shape).boxed().toList();
      return new Tensor(precision, sizes, begin, begin + elements * bytes(precision));
    }

    Map<String, Object> toJson() {
      Map<String, Object> members = new LinkedHashMap<>();
      members.put("dtype", precision == Precision.FLOAT ? "F32" : "F64");
      members.put("shape", shape);
      members.put("data_offsets", List.of(begin, end));
      return members;
    }

    static Tensor fromJson(String name, Object json, int dimensions) {
      if (!(json instanceof Map<?, ?> members) || !members.keySet().equals(KEYS)) {
        throw new IllegalArgumentException(
            name + ": expected a tensor with dtype, shape and data_offsets");
      }
      Precision precision = precision(name, members.get("dtype"));
      List<Long> shape = longs(name + ".shape", members.get("shape"), dimensions);
      List<Long> offsets = longs(name + ".data_offsets", members.get("data_offsets"), 2);
      long begin = offsets.get(0);
      long end = offsets.get(1);
      if (end - begin != size(name, shape) * bytes(precision)) {
        throw new IllegalArgumentException(
            "%s: data_offsets %s do not hold the shape %s in %s"
                .formatted(name, offsets, shape, members.get("dtype")));
      }
      return new Tensor(precision, shape, begin, end);
    }

    private static Precision precision(String name, Object dtype) {
      if ("F32".equals(dtype)) {
        return Precision.FLOAT;
      }
      if ("F64".equals(dtype)) {
        return Precision.DOUBLE;
      }
      throw new IllegalArgumentException(
          name + ": dtype " + Json.write(dtype) + ", only F32 and F64 are supported");
    }

    private static int bytes(Precision precision) {
      return precision == Precision.FLOAT ? Float.BYTES : Double.BYTES;
    }

    /** Elements of a shape, no more than an array can hold. */
    private static long size(String name, List<Long> shape) {
      long elements = 1;
      for (long size : shape) {
        if (size > Integer.MAX_VALUE || elements * size > Integer.MAX_VALUE) {
          throw new IllegalArgumentException(
              name + ": shape " + shape + " has more than " + Integer.MAX_VALUE + " elements");
        }
        elements *= size;
      }
      return elements;
    }

    private static List<Long> longs(String name, Object json, int count) {
      List<Long> numbers = new ArrayList<>();
      if (json instanceof List<?> elements) {
        for (Object element : elements) {
          if (element instanceof Long number && number >= 0) {
            numbers.add(number);
          }
        }
        if (numbers.size() == count && elements.size() == count) {
          return numbers;
        }
      }
      throw new IllegalArgumentException(
          "%s: expected %s integers of at least 0, found %s"
              .formatted(name, count, Json.write(json)));
    }
  }

  static ModelHeader of(LinearModel model) {
    Tensor weight = Tensor.of(model.precision(), 0, model.classes(), model.features());
    Tensor bias = Tensor.of(model.precision(), weight.end(), model.classes());
    return new ModelHeader(
        weight,
        bias,
        model.labelNames(),
        model.loss(),
        model.featureScale(),
        model.calibration(),
        model.metadata());
  }

  Precision precision() {
    return weight.precision;
  }

  int classes() {
    return weight.shape.get(0).intValue();
  }

  int features() {
    return weight.shape.get(1).intValue();
  }

  /** Everything that is said about the weights: what they need, then remarks. */
  Map<String, String> metadata() {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("format", FORMAT);
    metadata.put("version", VERSION);
    metadata.put("loss", loss.toString());
    metadata.put("labels", Json.write(labelNames));
    metadata.put("feature_scale", Double.toString(featureScale));
    calibration.ifPresent(given -> metadata.put(CALIBRATION, Json.write(given.members())));
    metadata.putAll(remarks);
    return metadata;
  }

  /** UTF-8, padded with spaces so that the data after it is aligned. */
  byte[] encode() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put(METADATA, metadata());
    members.put("weight", weight.toJson());
    members.put("bias", bias.toJson());
    byte[] json = Json.write(members).getBytes(StandardCharsets.UTF_8);
    byte[] padded = Arrays.copyOf(json, Math.ceilDiv(json.length, ALIGNMENT) * ALIGNMENT);
    Arrays.fill(padded, json.length, padded.length, (byte) ' ');
    return padded;
  }

  /** Reads and checks a header for that many bytes of data. */
  static ModelHeader decode(byte[] utf8, long dataBytes) {
    String text = decodeUtf8(utf8);
    if (!text.startsWith("{")) {
      throw new IllegalArgumentException("the header does not begin with {");
    }
    if (!(Json.parse(text, MAX_VALUES) instanceof Map<?, ?> members)
        || !members.keySet().equals(Set.of(METADATA, "weight", "bias"))) {
      throw new IllegalArgumentException(
          "the header has to have __metadata__, weight and bias, nothing else");
    }
    Map<?, ?> metadata = metadata(members.get(METADATA));
    Tensor weight = Tensor.fromJson("weight", members.get("weight"), 2);
    Tensor bias = Tensor.fromJson("bias", members.get("bias"), 1);
    checkTensors(weight, bias, dataBytes);
    return new ModelHeader(
        weight,
        bias,
        labelNames(metadata, weight.shape.get(0)),
        Loss.of(text(metadata, "loss")),
        featureScale(metadata),
        calibration(metadata, weight.shape.get(0)),
        remarks(metadata));
  }

  private static String decodeUtf8(byte[] utf8) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException notUtf8) {
      throw new IllegalArgumentException("the header is not UTF-8");
    }
  }

  private static Map<?, ?> metadata(Object json) {
    if (!(json instanceof Map<?, ?> metadata)) {
      throw new IllegalArgumentException("__metadata__ is not an object");
    }
    requireMetadata(metadata, "format", FORMAT);
    requireMetadata(metadata, "version", VERSION);
    return metadata;
  }

  private static void requireMetadata(Map<?, ?> metadata, String key, String expected) {
    String found = text(metadata, key);
    if (!found.equals(expected)) {
      throw new IllegalArgumentException(
          "%s is %s, expected %s".formatted(key, Json.write(found), Json.write(expected)));
    }
  }

  private static String text(Map<?, ?> metadata, String key) {
    if (metadata.get(key) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("__metadata__ has no text \"" + key + "\"");
  }

  /** Shapes that belong together, and bytes without gap, overlap or remainder. */
  private static void checkTensors(Tensor weight, Tensor bias, long dataBytes) {
    if (!weight.shape.get(0).equals(bias.shape.get(0)) || weight.precision != bias.precision) {
      throw new IllegalArgumentException(
          "weight is %s %s, bias is %s %s: they do not match"
              .formatted(weight.precision, weight.shape, bias.precision, bias.shape));
    }
    Tensor first = weight.begin <= bias.begin ? weight : bias;
    Tensor second = first == weight ? bias : weight;
    if (first.begin != 0 || second.begin != first.end || second.end != dataBytes) {
      throw new IllegalArgumentException(
          "weight has bytes %s to %s, bias %s to %s: not exactly the %s bytes of data"
              .formatted(weight.begin, weight.end, bias.begin, bias.end, dataBytes));
    }
  }

  private static List<String> labelNames(Map<?, ?> metadata, long classes) {
    int maxValues = (int) Math.min(classes + 1, Integer.MAX_VALUE);
    if (!(Json.parse(text(metadata, "labels"), maxValues) instanceof List<?> elements)) {
      throw new IllegalArgumentException("labels is not an array");
    }
    List<String> names = new ArrayList<>();
    for (Object element : elements) {
      if (!(element instanceof String name)) {
        throw new IllegalArgumentException("labels: " + Json.write(element) + " is not a text");
      }
      names.add(name);
    }
    return names;
  }

  private static Optional<Calibration> calibration(Map<?, ?> metadata, long classes) {
    return metadata.containsKey(CALIBRATION)
        ? Optional.of(Calibration.parse(text(metadata, CALIBRATION), Math.toIntExact(classes)))
        : Optional.empty();
  }

  private static Map<String, String> remarks(Map<?, ?> metadata) {
    Map<String, String> remarks = new LinkedHashMap<>();
    for (Object key : metadata.keySet()) {
      if (!OWN_KEYS.contains(key)) {
        remarks.put((String) key, text(metadata, (String) key));
      }
    }
    return remarks;
  }

  private static double featureScale(Map<?, ?> metadata) {
    String scale = text(metadata, "feature_scale");
    try {
      return Double.parseDouble(scale);
    } catch (NumberFormatException notNumber) {
      throw new IllegalArgumentException("feature_scale is " + Json.write(scale));
    }
  }
}
