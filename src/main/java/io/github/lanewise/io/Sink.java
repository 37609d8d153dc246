package io.github.lanewise.io;

import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.function.Consumer;

/**
 * A channel into memory. The JDK's channel of a stream is closed when its thread is interrupted,
 * this one is not: whoever ends a training by an interrupt still wants the digest of its model.
 *
 * @param consumer receives all bytes, piece by piece
 */
public record Sink(Consumer<ByteBuffer> consumer) implements WritableByteChannel {

  @Override
  public int write(ByteBuffer bytes) {
    int count = bytes.remaining();
    consumer.accept(bytes);
    bytes.position(bytes.limit());
    return count;
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public void close() {
    // There is nothing to close.
  }
}
