/**
 * The mathematics: softmax and its Jacobian, the cross-entropy and the multiclass hinge loss, their
 * values and gradients on plain arrays and on batches of rows.
 *
 * <p>Symbols as everywhere: B rows in a batch, D features, C classes; x a row of features, s its
 * scores, y its label. {@code u} is the unit roundoff, 2^-24 for float and 2^-53 for double, and
 * {@code gamma(n) = n u / (1 - n u)}. The derivations stand in {@code docs/mathematics.md}.
 */
package io.github.lanewise.loss;
