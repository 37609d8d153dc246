/**
 * Multiclass linear classification in pure Java, on the Vector API.
 *
 * <p>{@code jdk.incubator.vector} is deliberately not required: where it is missing the library
 * runs on its scalar kernels, and where it is present ({@code --add-modules jdk.incubator.vector})
 * the kernel provider finds it and reads it at run time.
 */
module io.github.lanewise {
  // The command line's only: absent where the library alone is used.
  requires static info.picocli;
  requires static me.tongfei.progressbar;
  requires static java.management;
  requires static jdk.management;

  exports io.github.lanewise;
  exports io.github.lanewise.data;
  exports io.github.lanewise.loss;
  exports io.github.lanewise.matrix;
  exports io.github.lanewise.model;
  exports io.github.lanewise.optim;
  exports io.github.lanewise.selection;

  opens io.github.lanewise.cli to
      info.picocli;
}
