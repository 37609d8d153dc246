/**
 * Training: the objective over a data set, the solvers that minimise it, and the trainer that ties
 * options, solver and model together.
 */
package io.github.lanewise.optim;
