/**
 * Data sets and the files they come from.
 *
 * <p>{@link io.github.lanewise.data.Features} is the one door to feature rows, whatever their
 * storage: a reader asks for a tile of rows and gets it ready for the kernels, either as a view of
 * the storage or as a copy in the tile's own buffer. {@link io.github.lanewise.data.SparseFeatures}
 * have a door of their own, for tiles of non-zeros. A {@link io.github.lanewise.data.Dataset} adds
 * labels, weights and label names. There is one reader per file format, and {@link
 * io.github.lanewise.data.DataFiles} recognises the format by content.
 *
 * <p>Data is checked once, where it enters: what lies in a {@code Dataset} is finite, in range and
 * consistent in size. Unacceptable values throw {@link
 * io.github.lanewise.data.InvalidDataException}; unacceptable files throw {@link
 * io.github.lanewise.data.MalformedFileException}.
 */
package io.github.lanewise.data;
