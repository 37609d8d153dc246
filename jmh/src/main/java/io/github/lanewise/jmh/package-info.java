/** Benchmarks of the library and of the host it runs on; each verifies what it computed. */
package io.github.lanewise.jmh;
