package stackbench.workloads;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** Calls the slow upstream. Refuses: 502 where the upstream fails, 503 where there is none. */
final class Upstream {
  private final String wait;
  private final Caller caller;

  /** {@code place} is null where there is none. */
  Upstream(String place, Caller caller) {
    this.wait = place == null ? null : place.replaceAll("/+$", "") + "/wait?ms=";
    this.caller = caller;
  }

  CompletionStage<Answer> answer(String query) {
    var ms = Query.integer(query, "ms", 0, 10_000, 50);
    if (wait == null) throw new Refusal(503, "UPSTREAM_URL is not set");
    return caller.get(wait + ms).handle((said, error) -> {
      if (error != null) throw new Refusal(502, "upstream: " + error);
      return Answer.json(new Waited(waitedMs(said)));
    });
  }

  private static long waitedMs(Caller.Said said) {
    try {
      var waited = Json.read(said.body()).path("waitedMs");
      if (said.status() == 200 && waited.isIntegralNumber()) return waited.longValue();
    } catch (IOException error) {
      // No JSON is as wrong as another.
    }
    throw new Refusal(502, "upstream: expected 200 {\"waitedMs\":n}, got " + said.status());
  }

  private record Waited(long waitedMs) {}

  /** The client of the Java platform, over connections that are kept: one for each call under way. */
  static Caller platformCaller() {
    var time = Duration.ofSeconds(30);
    var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(time).build();
    return place -> {
      var request = HttpRequest.newBuilder(URI.create(place)).timeout(time).build();
      return client
          .sendAsync(request, BodyHandlers.ofByteArray())
          .thenApply(response -> new Caller.Said(response.statusCode(), response.body()));
    };
  }
}
