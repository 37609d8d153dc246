/**
 * The compute kernels, not exported: one contract, a scalar and a vector implementation with the
 * same bits, and the provider that chooses between them. Nothing here checks its arguments.
 */
package io.github.lanewise.kernel;
