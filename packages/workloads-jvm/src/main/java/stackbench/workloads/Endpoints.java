package stackbench.workloads;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import javax.sql.DataSource;

/**
 * The whole contract for a framework to route to. A {@code query} is as it was sent, in percent-encoding and without its
 * {@code ?}, or null; an {@code id} is the part of the path that names an item; a {@code body} is whole, or null. Stages
 * never fail. Frameworks render the templates {@code name} and {@code table} themselves.
 */
public final class Endpoints {
  /** The biggest request body that is read; beyond it 413. */
  public static final int BODY_LIMIT_BYTES = 64 * 1024;
  /** Longer than a proxy in front keeps its connections: it must be the one that closes them. */
  public static final int KEEP_ALIVE_SECONDS = 120;
  /** How long requests under way may take once the server shall stop. */
  public static final int GRACE_MS = 800;
  /** The kernel cuts it to somaxconn, so that the limit is the one that is tuned. */
  public static final int BACKLOG = 65_535;

  private static final List<List<String>> TABLE =
      IntStream.range(0, 6)
          .mapToObj(r -> IntStream.range(0, 4).mapToObj(c -> r + "," + c).toList())
          .toList();

  private final Items items;
  private final Upstream upstream;

  /** {@code repository} is null where no workload needs the database. */
  public Endpoints(ItemRepository repository, String upstreamUrl, Caller caller) {
    items = new Items(repository);
    upstream = new Upstream(upstreamUrl, caller);
  }

  /** Over JDBC by HikariCP and the client of the Java platform: what blocks is done when its stage is given back. */
  public static Endpoints blocking(Environment told) {
    var url = told.databaseUrl();
    var source = url == null ? null : Hikari.pool(JdbcPlace.read(url), told.databasePoolSize());
    return blocking(source, told.upstreamUrl());
  }

  /** The same by the framework's own pool of JDBC connections, null where no workload needs the database. */
  public static Endpoints blocking(DataSource source, String upstreamUrl) {
    var repository = source == null ? null : new JdbcRepository(source);
    return new Endpoints(repository, upstreamUrl, Upstream.platformCaller());
  }

  public Answer hello() {
    return Answer.text("Hello, world!");
  }

  public Answer hashSort(String query) {
    return Answer.settle(() -> HashSort.answer(query));
  }

  public Answer lookup(String query) {
    return Answer.settle(() -> Lookup.answer(query));
  }

  public Answer report(String query) {
    return Answer.settle(() -> Report.answer(query));
  }

  /** What {@code render-name} says: throws Refusal, for {@link Answer#toFailure}. */
  public String name(String query) {
    return Query.name(query);
  }

  /** The rows of {@code render-table}. */
  public List<List<String>> rows() {
    return TABLE;
  }

  public CompletionStage<Answer> upstream(String query) {
    return Answer.settleLater(() -> upstream.answer(query));
  }

  public CompletionStage<Answer> healthz() {
    return Answer.settleLater(items::healthz);
  }

  public CompletionStage<Answer> listItems(String query) {
    return Answer.settleLater(() -> items.list(query));
  }

  public CompletionStage<Answer> createItem(byte[] body) {
    return Answer.settleLater(() -> items.create(body));
  }

  public CompletionStage<Answer> readItem(String id) {
    return Answer.settleLater(() -> items.read(id));
  }

  public CompletionStage<Answer> replaceItem(String id, byte[] body) {
    return Answer.settleLater(() -> items.replace(id, body));
  }

  public CompletionStage<Answer> removeItem(String id) {
    return Answer.settleLater(() -> items.remove(id));
  }

  /** For everything that is not routed. */
  public Answer notFound() {
    return Answer.toFailure(Refusal.notFound());
  }

  /** For a body that is over the limit. */
  public static Refusal tooLong() {
    return new Refusal(413, "body: expected at most " + BODY_LIMIT_BYTES + " bytes");
  }
}
