/** Row-major matrices and their products: S = X W^T, dW += dS^T X and the plain C = A B. */
package io.github.lanewise.matrix;
