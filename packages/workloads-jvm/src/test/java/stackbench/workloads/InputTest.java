package stackbench.workloads;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InputTest {
  private static int refused(Runnable task) {
    return assertThrows(Refusal.class, task::run).status();
  }

  @Test
  void integersAreReadInTheirRangeAlone() {
    assertEquals(5, Query.integer(null, "n", 1, 9, 5));
    assertEquals(5, Query.integer("m=1", "n", 1, 9, 5));
    assertEquals(7, Query.integer("m=1&n=7&n=8", "n", 1, 9, 5));
    for (var bad : List.of("n", "n=", "n=0", "n=10", "n=+5", "n=%2B5", "n=5.0", "n=x", "n=99999999999999999999", "n=%zz", "n=%f")) {
      assertEquals(400, refused(() -> Query.integer(bad, "n", 1, 9, 5)), bad);
    }
  }

  @Test
  void namesAreAnyUnicodeOfAtMost200Characters() {
    assertEquals("a b+ö 🚀é", Query.name("name=a+b%2B%C3%B6%20%F0%9F%9A%80é"));
    assertEquals("", Query.name("name="));
    assertEquals("🚀".repeat(200), Query.checkName("🚀".repeat(200)));
    for (var bad : List.of("", "nam=x", "name=" + "x".repeat(201), "name=%00", "name=%FF", "name=%ED%A0%80")) {
      assertEquals(400, refused(() -> Query.name(bad)), bad);
    }
  }

  @Test
  void itemsAreRead() {
    var given = " {\"quantity\":-3,\"more\":[],\"name\":\"\\ud83d\\ude80 \\\"ä\"}";
    assertEquals(new ItemInput("🚀 \"ä", -3), ItemInput.read(given.getBytes(UTF_8)));
  }

  @Test
  void whatIsNoItemIsRefused() {
    var bodies = List.of(
        "", "null", "[]", "[\"a\",1]", "{", "{\"name\":\"a\"}", "{\"quantity\":1}", "{\"name\":1,\"quantity\":1}",
        "{\"name\":null,\"quantity\":1}", "{\"name\":\"a\",\"quantity\":\"1\"}", "{\"name\":\"a\",\"quantity\":1.0}",
        "{\"name\":\"a\",\"quantity\":2147483648}", "{\"name\":\"\\ud800\",\"quantity\":1}",
        "{\"name\":\"\\u0000\",\"quantity\":1}", "{\"name\":\"a\",\"quantity\":1}x");
    for (var body : bodies) assertEquals(400, refused(() -> ItemInput.read(body.getBytes(UTF_8))), body);
    assertEquals(400, refused(() -> ItemInput.read(null)));
    assertEquals(413, refused(() -> ItemInput.read(new byte[Endpoints.BODY_LIMIT_BYTES + 1])));
  }

  @Test
  void idsArePositiveAndBeyondABigintThereIsNone() {
    assertEquals(17, Items.possible("17"));
    for (var bad : List.of("0", "x", "-1", "01", "1.0", "")) assertEquals(400, refused(() -> Items.possible(bad)), bad);
    assertEquals(404, refused(() -> Items.possible("99999999999999999999")));
  }

  @Test
  void variablesAreReadAndErrorsNameThem() {
    var told = Environment.read(Map.of("PORT", "8000", "HOST", "", "WORKERS", "3", "DATABASE_POOL_SIZE", "4")::get);
    assertEquals(new Environment("0.0.0.0", 8000, 3, null, 4, null), told);
    for (var bad : List.of("x", "-1", "+1", "0", "1.5", "9999999", "99999999999")) {
      var error = assertThrows(IllegalArgumentException.class, () -> Environment.read(Map.of("PORT", bad)::get));
      assertEquals("PORT: expected an integer from 1 to 65535, got \"" + bad + '"', error.getMessage());
    }
  }

  @Test
  void theDatabasesPlaceIsPutInTheDriversWords() {
    var whole = JdbcPlace.read("postgres://me:p%40w:@h:6000/d");
    assertEquals(new JdbcPlace("jdbc:postgresql://h:6000/d", "me", "p@w:"), whole);
    assertEquals(new JdbcPlace("jdbc:postgresql://h:5432/d", "me", null), JdbcPlace.read("postgres://me@h/d"));
    assertEquals(new JdbcPlace("jdbc:postgresql://h:5432/d", null, null), JdbcPlace.read("postgres://h/d"));
  }
}
