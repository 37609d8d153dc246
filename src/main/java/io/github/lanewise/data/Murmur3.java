package io.github.lanewise.data;

/** MurmurHash3_x86_32 (A. Appleby, public domain), of bytes in blocks of four, little-endian. */
final class Murmur3 {
  private Murmur3() {}

  static int hash(byte[] bytes, int seed) {
    int hash = seed;
    int whole = bytes.length / 4 * 4;
    for (int i = 0; i < whole; i += 4) {
      hash ^= mixed(word(bytes, i, 4));
      hash = Integer.rotateLeft(hash, 13) * 5 + 0xe6546b64;
    }
    hash ^= mixed(word(bytes, whole, bytes.length - whole));
    hash ^= bytes.length;
    hash = (hash ^ hash >>> 16) * 0x85ebca6b;
    hash = (hash ^ hash >>> 13) * 0xc2b2ae35;
    return hash ^ hash >>> 16;
  }

  private static int word(byte[] bytes, int from, int count) {
    int word = 0;
    for (int i = 0; i < count; i++) {
      word |= (bytes[from + i] & 0xff) << 8 * i;
    }
    return word;
  }

  /** Of no bytes it is 0, and changes no hash. */
  private static int mixed(int word) {
    return Integer.rotateLeft(word * 0xcc9e2d51, 15) * 0x1b873593;
  }
}
