/** Tables and charts of {@code docs/benchmarks.md}, made from JMH's JSON results alone. */
package io.github.lanewise.jmh.report;
