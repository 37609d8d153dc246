package io.github.lanewise.jmh;

import java.util.Arrays;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.sgd.LabelObjective;
import org.tribuo.classification.sgd.linear.LinearSGDTrainer;
import org.tribuo.impl.ArrayExample;
import org.tribuo.math.optimisers.AdaGrad;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/** Tribuo's linear SGD: one epoch of AdaGrad, as its LogisticRegressionTrainer sets it. */
final class TribuoLearner implements Learner {

  private static final double LEARNING_RATE = 1;
  private static final double EPSILON = 0.1;
  private static final long SEED = 1;

  /** Held here, since a logger that nobody holds may forget its level. */
  private static final Logger LOGGER = Logger.getLogger("org.tribuo");

  private final MutableDataset<Label> rows;
  private final LabelObjective objective;
  private Model<Label> model;

  TribuoLearner(LabelObjective objective, LearningRows data) {
    this.objective = objective;
    LOGGER.setLevel(Level.WARNING);
    LabelFactory factory = new LabelFactory();
    rows = new MutableDataset<>(new SimpleDataSourceProvenance("rows", factory), factory);
    // Tribuo numbers features by the order of their names.
    String[] names = new String[data.d];
    Arrays.setAll(names, column -> "%08d".formatted(column));
    for (int r = 0; r < data.labels.length; r++) {
      String[] named =
          Arrays.stream(data.columns[r]).mapToObj(i -> names[i]).toArray(String[]::new);
      Label label = new Label(Integer.toString(data.labels[r]));
      rows.add(new ArrayExample<>(label, named, data.values[r]));
    }
  }

  @Override
  public void train() {
    model =
        new LinearSGDTrainer(objective, new AdaGrad(LEARNING_RATE, EPSILON), 1, SEED).train(rows);
  }

  @Override
  public int[] predict(int[] asked) {
    return Arrays.stream(asked).map(this::predict).toArray();
  }

  private int predict(int row) {
    return Integer.parseInt(model.predict(rows.getExample(row)).getOutput().getLabel());
  }
}
