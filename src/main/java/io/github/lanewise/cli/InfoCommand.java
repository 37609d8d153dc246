package io.github.lanewise.cli;

import io.github.lanewise.Lanewise;
import java.io.PrintWriter;
import java.lang.module.ModuleFinder;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What computes here. */
@Command(name = "info", description = "Show which kernels compute here, and what is installed.")
final class InfoCommand implements Callable<Integer> {

  private static final String MODULE = "jdk.incubator.vector";

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    out.println(Lanewise.describe());
    Runtime runtime = Runtime.getRuntime();
    line(out, "java", Runtime.version() + ", " + System.getProperty("java.vm.vendor"));
    line(out, "virtual machine", System.getProperty("java.vm.name"));
    line(out, "system", System.getProperty("os.name") + " on " + System.getProperty("os.arch"));
    line(out, "processors", runtime.availableProcessors());
    line(out, "largest heap", (runtime.maxMemory() >> 20) + " MB");
    line(out, MODULE, moduleState());
    return 0;
  }

  private static String moduleState() {
    if (ModuleLayer.boot().findModule(MODULE).isPresent()) {
      return "in use";
    }
    return ModuleFinder.ofSystem().find(MODULE).isPresent()
        ? "installed, not in use"
        : "not installed";
  }

  private static void line(PrintWriter out, String name, Object value) {
    out.printf("%-22s%s%n", name, value);
  }
}
