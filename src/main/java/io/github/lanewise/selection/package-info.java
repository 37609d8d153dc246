/**
 * Choosing between trainings by rows that they have not seen: stratified folds, cross-validation,
 * and the search for a penalty and a learning rate.
 */
package io.github.lanewise.selection;
