package io.github.lanewise.hosts;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * One configuration of a host: which java, how it is started, and what the library must then say.
 *
 * @param name for the table
 * @param java the program
 * @param options of the virtual machine, class path or module path among them
 * @param environment variables to set
 * @param expected what the line of {@code Lanewise.describe()} has to contain, or the row is not
 *     what it claims to be
 */
record Host(
    String name,
    Path java,
    List<String> options,
    Map<String, String> environment,
    String expected) {}
