package stackbench.workloads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ComputingTest {
  @Test
  void hashSortIsTheContracts() {
    assertTrue(HashSort.checksum(1, 1).startsWith("d7e2cba749472cbd"));
    assertTrue(HashSort.checksum(10, 1).startsWith("c2e2f97838f71337"));
  }

  @Test
  void lookupFindsWhatAPlainSearchFinds() {
    assertEquals("{\"seed\":1,\"hits\":3583}", new String(Lookup.answer(null).body()));
    for (var seed : new int[] {0, 13_999, 1_000_000}) {
      var numbers = IntStream.range(0, 50_000).map(i -> (31 * i + seed) % 14_000);
      assertEquals(numbers.filter(n -> n % 7 == 0 && n < 7000).count(), Lookup.countHits(seed));
    }
  }

  @Test
  void reportSumsEachPagesFirstByte() {
    assertEquals(IntStream.range(0, 3 * 256).mapToLong(page -> page % 251).sum(), Report.sumPages(3 * 1024 * 1024));
    assertTrue(Report.sumPages(1024 * 1024 * 1024) > 0);
  }
}
