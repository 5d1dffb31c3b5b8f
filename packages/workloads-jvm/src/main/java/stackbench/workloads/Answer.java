package stackbench.workloads;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * What an endpoint gives back, before any framework has touched it.
 *
 * @param contentType null where there is no body (204)
 * @param location null where it is not sent
 */
public record Answer(int status, String contentType, String location, byte[] body) {
  // The same spelling in all stacks, so that they send the same bytes.
  private static final String JSON_TYPE = "application/json; charset=utf-8";
  private static final String TEXT_TYPE = "text/plain; charset=utf-8";

  static Answer text(String text) {
    return new Answer(200, TEXT_TYPE, null, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Compact JSON in UTF-8, keys in the order of the record's components. */
  static Answer json(Object value) {
    return new Answer(200, JSON_TYPE, null, Json.write(value));
  }

  /** 201 with the place of what was made. */
  static Answer created(String location, Object value) {
    return new Answer(201, JSON_TYPE, location, Json.write(value));
  }

  static Answer empty() {
    return new Answer(204, null, null, new byte[0]);
  }

  /** To whatever went wrong: {@code {"error":"…"}}. What the client is not to be blamed for, nor told, goes to stderr. */
  public static Answer toFailure(Throwable error) {
    var cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    if (cause instanceof Refusal refusal) return refused(refusal.status(), refusal.getMessage());
    System.err.println(cause);
    return refused(500, "internal error");
  }

  static Answer settle(Supplier<Answer> endpoint) {
    try {
      return endpoint.get();
    } catch (Refusal refusal) {
      return toFailure(refusal);
    }
  }

  /** The stage never fails. */
  static CompletionStage<Answer> settleLater(Supplier<CompletionStage<Answer>> endpoint) {
    try {
      return endpoint.get().exceptionally(Answer::toFailure);
    } catch (Refusal refusal) {
      return CompletableFuture.completedFuture(toFailure(refusal));
    }
  }

  private static Answer refused(int status, String error) {
    return new Answer(status, JSON_TYPE, null, Json.write(new Problem(error)));
  }

  private record Problem(String error) {}
}
