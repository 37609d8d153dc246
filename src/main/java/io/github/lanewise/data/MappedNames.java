package io.github.lanewise.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32C;

/** Names in a mapped file: of each 4 bytes, its length in bytes, and then UTF-8. */
final class MappedNames {

  /** As much as a model file has room for. */
  static final int MAX_BYTES = 16 << 20;

  private MappedNames() {}

  /** Names as bytes; {@code what} they name is for the message if they are too many. */
  static ByteBuffer encode(String what, List<String> names) {
    List<byte[]> texts = names.stream().map(name -> name.getBytes(StandardCharsets.UTF_8)).toList();
    long length = texts.stream().mapToLong(text -> (long) Integer.BYTES + text.length).sum();
    if (length > MAX_BYTES) {
      throw new InvalidDataException(what + ": more than " + MAX_BYTES + " bytes, the limit");
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) length).order(ByteOrder.LITTLE_ENDIAN);
    texts.forEach(text -> bytes.putInt(text.length).put(text));
    return bytes.flip();
  }

  /** The names that bytes are, of which there must be room for so many. */
  static List<String> decode(String what, ByteBuffer bytes, int count)
      throws CharacterCodingException {
    String[] names = new String[count];
    for (int i = 0; i < count; i++) {
      int length = bytes.getInt();
      if (length < 0 || length > bytes.remaining()) {
        throw new InvalidDataException(
            "the name of " + what + " " + i + " has " + length + " bytes");
      }
      ByteBuffer text = bytes.slice(bytes.position(), length);
      names[i] = StandardCharsets.UTF_8.newDecoder().decode(text).toString();
      bytes.position(bytes.position() + length);
    }
    if (bytes.hasRemaining()) {
      throw new InvalidDataException(bytes.remaining() + " bytes after the last " + what + " name");
    }
    return List.of(names);
  }

  /** Of encoded names; 0 if there are none. */
  static int checksum(ByteBuffer bytes) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes.duplicate());
    return (int) checksum.getValue();
  }
}
