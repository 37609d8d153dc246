/** The command line: not exported, and the only package that uses picocli. */
package io.github.lanewise.cli;
