package stackbench.workloads;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The workload of that name: a loop over the language's own set. */
final class Lookup {
  private static final Set<Integer> MEMBERS =
      IntStream.range(0, 1000).mapToObj(j -> 7 * j).collect(Collectors.toUnmodifiableSet());

  private Lookup() {}

  static Answer answer(String query) {
    var seed = Query.integer(query, "seed", 0, 1_000_000, 1);
    return Answer.json(new Found(seed, countHits((int) seed)));
  }

  /** How many of the contract's 50,000 lookups find a member. */
  static int countHits(int seed) {
    var hits = 0;
    for (var i = 0; i < 50_000; i++) {
      if (MEMBERS.contains((31 * i + seed) % 14_000)) hits++;
    }
    return hits;
  }

  private record Found(long seed, int hits) {}
}
