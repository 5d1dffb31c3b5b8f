package stackbench.workloads;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** The workload of that name: hashing, sorting and allocating. */
final class HashSort {
  private static final int NUMBERS_PER_LOOP = 10_000;

  private HashSort() {}

  static Answer answer(String query) {
    var loopCount = Query.integer(query, "loopCount", 1, 1000, 10);
    var seed = Query.integer(query, "seed", 0, 1_000_000, 1);
    return Answer.json(new Sorted(loopCount, seed, checksum(loopCount, seed)));
  }

  /** 64 hex digits; the contract gives the algorithm. All of the work is done in every call. */
  static String checksum(long loopCount, long seed) {
    var all = sha256();
    var one = sha256();
    var hex = HexFormat.of();
    for (var l = 0L; l < loopCount; l++) {
      var first = NUMBERS_PER_LOOP * l + seed;
      var digests = new String[NUMBERS_PER_LOOP];
      for (var i = 0; i < NUMBERS_PER_LOOP; i++) {
        var number = 10_000 + (first + i) * 7919 % 9_990_000;
        digests[i] = hex.formatHex(one.digest(ascii(Long.toString(number))));
      }
      Arrays.sort(digests);
      for (var i = 0; i < NUMBERS_PER_LOOP; i += 1000) all.update(ascii(digests[i]));
      all.update(ascii(digests[NUMBERS_PER_LOOP - 1]));
    }
    return hex.formatHex(all.digest());
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException error) {
      throw new IllegalStateException("every Java platform has SHA-256", error);
    }
  }

  private record Sorted(long loopCount, long seed, String checksum) {}
}
