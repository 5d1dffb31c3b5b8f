package stackbench.workloads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class EndpointsTest {
  private static Answer asked(int status, String body) {
    Caller caller = place -> {
      assertEquals("http://there/wait?ms=7", place);
      return CompletableFuture.completedFuture(new Caller.Said(status, body.getBytes()));
    };
    return now(new Endpoints(null, "http://there/", caller).upstream("ms=7"));
  }

  private static Answer now(CompletionStage<Answer> stage) {
    return stage.toCompletableFuture().join();
  }

  @Test
  void upstreamAnswersWhatIsSaidThere() {
    assertEquals("{\"waitedMs\":7}", new String(asked(200, "{\"waitedMs\":7}").body()));
    assertEquals(502, asked(500, "{\"waitedMs\":7}").status());
    assertEquals(502, asked(200, "{}").status());
    assertEquals(502, asked(200, "nonsense").status());
    Caller deaf = place -> CompletableFuture.failedFuture(new IOException("no one there"));
    assertEquals(502, now(new Endpoints(null, "http://there", deaf).upstream(null)).status());
  }

  @Test
  void withoutServicesItServesTheRest() {
    var endpoints = new Endpoints(null, null, null);
    assertEquals(200, now(endpoints.healthz()).status());
    assertEquals(503, now(endpoints.readItem("1")).status());
    assertEquals(503, now(endpoints.upstream("")).status());
    assertEquals("Hello, world!", new String(endpoints.hello().body()));
  }

  @Test
  void refusalsTellWhyAndFailuresDoNot() {
    var answer = new Endpoints(null, null, null).hashSort("seed=x");
    assertEquals(400, answer.status());
    assertTrue(new String(answer.body()).startsWith("{\"error\":\"seed: expected an integer from 0 to 1000000, got"));
    var failed = Answer.toFailure(new IOException("of no one's business"));
    assertEquals("500 {\"error\":\"internal error\"}", failed.status() + " " + new String(failed.body()));
  }
}
