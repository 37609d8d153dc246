package io.github.lanewise.jmh.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A product of ours and the same one by others, in the same run.
 *
 * @param ours by this library
 * @param peers by each of {@link #PEERS}; null where it was not measured
 */
record PeerRow(Measurement ours, List<Measurement> peers) {

  static final List<String> PEERS = List.of("openblas", "netlib", "ejml", "ojalgo", "commons-math");

  /** Every product of a run that somebody else did too. */
  static List<PeerRow> of(Run run) {
    return run.of("GemmBenchmark.multiply")
        .map(ours -> new PeerRow(ours, peers(run, ours)))
        .filter(row -> row.peers().stream().anyMatch(Objects::nonNull))
        .toList();
  }

  private static List<Measurement> peers(Run run, Measurement ours) {
    List<Measurement> peers = new ArrayList<>();
    for (String name : PEERS) {
      peers.add(
          run.of("GemmPeersBenchmark.multiply")
              .filter(peer -> peer.parameter("peer").equals(name))
              .filter(peer -> peer.shape().equals(ours.shape()))
              .filter(peer -> peer.parameter("precision").equals(ours.parameter("precision")))
              .filter(peer -> peer.jdk().equals(ours.jdk()))
              .findFirst()
              .orElse(null));
    }
    return peers;
  }

  /** GFLOP/s of ours over those of the peer with that number. */
  double ratio(int peer) {
    return Numbers.median(ours.rate()) / Numbers.median(peers.get(peer).rate());
  }

  String label() {
    String precision = ours.parameter("precision");
    return ours.shape() + (precision.equals("float") ? "" : " " + precision);
  }
}
