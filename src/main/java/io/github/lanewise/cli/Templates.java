package io.github.lanewise.cli;

import io.github.lanewise.model.LinearModel;

/**
 * The weights of each class as a picture, for square images: of one channel, or of three that
 * follow each other as in CIFAR. One channel shows weights above 0 in red, below in blue; three
 * show the colours that speak for a class, from its smallest weight to its largest.
 */
final class Templates {
  private static final int MAGNIFIED = 4;
  private static final int GAP = 4;
  private static final int ACROSS = 5;

  private static final int POSITIVE = 0xb2182b;
  private static final int NEGATIVE = 0x2166ac;

  private final LinearModel model;
  private final int side;
  private final int channels;

  Templates(LinearModel model) {
    this.model = model;
    int features = model.features();
    channels = side(features) > 0 ? 1 : 3;
    side = side(features / channels);
    if (side == 0 || features % channels != 0) {
      throw new IllegalArgumentException(
          "templates: "
              + features
              + " features are no square image of one or three channels, such as 28 x 28");
    }
  }

  /** The side of a square of so many pixels, 0 if there is none. */
  private static int side(int pixels) {
    int side = (int) Math.round(Math.sqrt(pixels));
    return side * side == pixels ? side : 0;
  }

  /** All classes, row by row. */
  Png picture() {
    int across = Math.min(ACROSS, model.classes());
    int down = Math.ceilDiv(model.classes(), across);
    int cell = side * MAGNIFIED + GAP;
    Png png = new Png(across * cell + GAP, down * cell + GAP);
    for (int c = 0; c < model.classes(); c++) {
      draw(c, png, GAP + c % across * cell, GAP + c / across * cell);
    }
    return png;
  }

  private void draw(int c, Png png, int left, int top) {
    double least = 0;
    double most = 0;
    for (int d = 0; d < model.features(); d++) {
      least = Math.min(least, model.weight(c, d));
      most = Math.max(most, model.weight(c, d));
    }
    for (int y = 0; y < side * MAGNIFIED; y++) {
      for (int x = 0; x < side * MAGNIFIED; x++) {
        int pixel = y / MAGNIFIED * side + x / MAGNIFIED;
        png.set(left + x, top + y, colour(c, pixel, least, most));
      }
    }
  }

  private int colour(int c, int pixel, double least, double most) {
    if (channels == 1) {
      double weight = model.weight(c, pixel) / Math.max(Math.max(most, -least), Double.MIN_NORMAL);
      return blend(weight < 0 ? NEGATIVE : POSITIVE, Math.abs(weight));
    }
    int colour = 0;
    for (int channel = 0; channel < channels; channel++) {
      double weight = model.weight(c, channel * side * side + pixel);
      double share = (weight - least) / Math.max(most - least, Double.MIN_NORMAL);
      colour = colour << 8 | (int) Math.rint(255 * share);
    }
    return colour;
  }

  /** White at 0, the colour at 1. */
  private static int blend(int colour, double share) {
    int blended = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int full = colour >> shift & 0xff;
      blended |= (int) Math.rint(255 + share * (full - 255)) << shift;
    }
    return blended;
  }
}
