package stackbench.workloads;

/** The workload of that name: a lot of memory for a short time. */
final class Report {
  private static final int PAGE_BYTES = 4096;

  private Report() {}

  static Answer answer(String query) {
    var mb = Query.integer(query, "mb", 1, 1024, 64);
    return Answer.json(new Reported(mb, sumPages((int) mb * 1024 * 1024)));
  }

  /** Takes that many bytes, touches each page, sums what was written and lets the memory go. */
  static long sumPages(int sizeBytes) {
    var memory = new byte[sizeBytes];
    for (var page = 0; page < sizeBytes / PAGE_BYTES; page++) memory[page * PAGE_BYTES] = (byte) (page % 251);
    var sum = 0L;
    for (var at = 0; at < sizeBytes; at += PAGE_BYTES) sum += memory[at] & 0xff;
    return sum;
  }

  private record Reported(long mb, long checksum) {}
}
