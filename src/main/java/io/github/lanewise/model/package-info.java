/**
 * Trained classifiers: {@link io.github.lanewise.model.LinearModel} scores rows and predicts their
 * classes, {@link io.github.lanewise.model.Evaluation} measures it, {@link
 * io.github.lanewise.model.Calibration} makes its probabilities believable, and {@link
 * io.github.lanewise.model.ModelFile} keeps it on disk as data and nothing else.
 */
package io.github.lanewise.model;
