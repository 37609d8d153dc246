package io.github.lanewise.fuzz;

import io.github.lanewise.Precision;
import io.github.lanewise.data.Cifar;
import io.github.lanewise.data.Csv;
import io.github.lanewise.data.DataFiles;
import io.github.lanewise.data.Dataset;
import io.github.lanewise.data.Features;
import io.github.lanewise.data.Idx;
import io.github.lanewise.data.MalformedFileException;
import io.github.lanewise.data.MappedFile;
import io.github.lanewise.data.Npy;
import io.github.lanewise.data.Npz;
import io.github.lanewise.data.ReadOptions;
import io.github.lanewise.data.SparseFeatures;
import io.github.lanewise.data.Svmlight;
import io.github.lanewise.io.Json;
import io.github.lanewise.model.LinearModel;
import io.github.lanewise.model.ModelFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Every reader of files that others have written: from a file to all that was read, as text. */
enum Reader {
  CIFAR(Form.SIZED) {
    @Override
    String read(Path file) throws IOException {
      return text(Cifar.read10(List.of(file), OPTIONS))
          + optional(() -> text(Cifar.read100(List.of(file), OPTIONS)));
    }
  },
  CSV(Form.TEXT) {
    @Override
    String read(Path file) throws IOException {
      ReadOptions others = OPTIONS.label("1").separator(';').precision(Precision.DOUBLE);
      return text(Csv.read(file)) + optional(() -> text(Csv.read(file, others)));
    }
  },
  IDX(Form.SIZED) {
    @Override
    String read(Path file) throws IOException {
      return text(Idx.readFeatures(file)) + optional(() -> Arrays.toString(Idx.readLabels(file)));
    }
  },
  JSON(Form.PLAIN_TEXT) {
    @Override
    String read(Path file) throws IOException {
      try {
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        return Json.write(Json.parse(text, 1000));
      } catch (IllegalArgumentException e) {
        throw new MalformedFileException(file, 0, e.getMessage());
      }
    }
  },
  MAPPED(Form.PLAIN_SIZED) {
    @Override
    String read(Path file) throws IOException {
      return text(MappedFile.read(file));
    }
  },
  MODEL(Form.PLAIN_SIZED) {
    @Override
    String read(Path file) throws IOException {
      LinearModel model = ModelFile.read(file);
      return model + " " + model.labelNames() + " " + model.sha256();
    }
  },
  NPY(Form.SIZED) {
    @Override
    String read(Path file) throws IOException {
      return text(Npy.readFeatures(file, OPTIONS))
          + optional(() -> text(Npy.read(file, file, OPTIONS)));
    }
  },
  NPZ(Form.CHECKED) {
    @Override
    String read(Path file) throws IOException {
      return text(Npz.read(file, OPTIONS)) + text(Npz.readFeatures(file, OPTIONS));
    }
  },
  SVMLIGHT(Form.TEXT) {
    @Override
    String read(Path file) throws IOException {
      return text(Svmlight.read(file)) + optional(() -> text(Svmlight.read(file, FROM_ZERO)));
    }
  },
  /** Whatever the format may be. */
  ANY(Form.TEXT) {
    @Override
    String read(Path file) throws IOException {
      return text(DataFiles.read(file, null, OPTIONS));
    }
  };

  /** What a format says of its own length and content. */
  enum Form {
    /** Lines or a document: what is left of one may be one; may be packed with gzip. */
    TEXT,
    /** The same, never packed. */
    PLAIN_TEXT,
    /** The length is known, so that nothing may be missing; may be packed with gzip. */
    SIZED,
    /** The same, never packed. */
    PLAIN_SIZED,
    /** There are checksums, so that nothing may be different. */
    CHECKED
  }

  private static final ReadOptions OPTIONS = ReadOptions.defaults();
  private static final ReadOptions FROM_ZERO = OPTIONS.indexBase(0).columns(20);

  /** Sparse rows may have 2^31 columns, too many to look at each. */
  private static final int SPARSE_COLUMNS = 10;

  private final Form form;

  Reader(Form form) {
    this.form = form;
  }

  Form form() {
    return form;
  }

  /** Reads a file, or throws the one exception that is allowed: MalformedFileException. */
  abstract String read(Path file) throws IOException;

  private interface Reading {
    String text() throws IOException;
  }

  private static String optional(Reading reading) throws IOException {
    try {
      return reading.text();
    } catch (MalformedFileException e) {
      return "refused";
    }
  }

  private static String text(Dataset data) {
    return data.featureNames()
        + " "
        + data.labelNames()
        + " "
        + Arrays.toString(data.labels())
        + text(data.features());
  }

  private static String text(Features features) {
    StringBuilder text = new StringBuilder();
    text.append(features.rows()).append('x').append(features.columns());
    text.append('*').append(features.scale());
    int columns = features.columns();
    if (features instanceof SparseFeatures sparse) {
      text.append(" of which ").append(sparse.nonZeros());
      columns = Math.min(columns, SPARSE_COLUMNS);
    }
    for (int row = 0; row < features.rows(); row++) {
      for (int column = 0; column < columns; column++) {
        double value = features.get(row, column);
        if (!Double.isFinite(value)) {
          throw new AssertionError("row " + row + ", column " + column + " is " + value);
        }
        text.append(' ').append(value);
      }
    }
    return text.toString();
  }
}
