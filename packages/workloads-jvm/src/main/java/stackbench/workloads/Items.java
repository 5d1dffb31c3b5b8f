package stackbench.workloads;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The endpoints of {@code items}. All refuse: 400 for bad input, 503 without a repository (null). */
record Items(ItemRepository repository) {
  CompletionStage<Answer> list(String query) {
    var after = Query.integer(query, "after", 0, Long.MAX_VALUE, 0);
    var limit = (int) Query.integer(query, "limit", 1, 100, 20);
    return present().list(after, limit).thenApply(Answer::json);
  }

  CompletionStage<Answer> create(byte[] body) {
    return present().create(ItemInput.read(body)).thenApply(made -> Answer.created("/items/" + made.id(), made));
  }

  CompletionStage<Answer> read(String id) {
    return present().read(possible(id)).thenApply(Items::found);
  }

  CompletionStage<Answer> replace(String id, byte[] body) {
    var given = ItemInput.read(body);
    return present().replace(possible(id), given).thenApply(Items::found);
  }

  CompletionStage<Answer> remove(String id) {
    return present().remove(possible(id)).thenApply(was -> {
      if (was) return Answer.empty();
      throw Refusal.notFound();
    });
  }

  /** 200 once the server can serve; 503 while its database does not answer. */
  CompletionStage<Answer> healthz() {
    var ok = Answer.text("ok");
    if (repository == null) return CompletableFuture.completedFuture(ok);
    return repository.ping().handle((pong, error) -> {
      if (error == null) return ok;
      throw new Refusal(503, "the database does not answer: " + error);
    });
  }

  private ItemRepository present() {
    if (repository == null) throw new Refusal(503, "DATABASE_URL is not set");
    return repository;
  }

  private static Answer found(Optional<Item> item) {
    return Answer.json(item.orElseThrow(Refusal::notFound));
  }

  /** An id that an item can have: beyond PostgreSQL's bigint there is none. */
  static long possible(String given) {
    if (!given.matches("[1-9][0-9]*")) {
      throw Refusal.badInput("id: expected a positive integer, got " + Refusal.quote(given));
    }
    try {
      return Long.parseLong(given);
    } catch (NumberFormatException error) {
      throw Refusal.notFound();
    }
  }
}
