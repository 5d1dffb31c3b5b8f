package stackbench.vertx;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import stackbench.workloads.Item;
import stackbench.workloads.ItemInput;
import stackbench.workloads.ItemRepository;

/** The table over one pool for all event loops; connections keep their prepared statements. */
final class PgRepository implements ItemRepository {
  private final Pool pool;

  /** Opens connections when they are needed. */
  PgRepository(Vertx vertx, String databaseUrl, int poolSize) {
    pool = PgBuilder.pool()
        .with(new PoolOptions().setMaxSize(poolSize))
        .connectingTo(PgConnectOptions.fromUri(databaseUrl).setCachePreparedStatements(true))
        .using(vertx)
        .build();
  }

  @Override
  public CompletionStage<List<Item>> list(long after, int limit) {
    return asked("select id, name, quantity from items where id > $1 order by id limit $2", Tuple.of(after, limit))
        .map(PgRepository::items)
        .toCompletionStage();
  }

  @Override
  public CompletionStage<Item> create(ItemInput given) {
    var values = Tuple.of(given.name(), given.quantity());
    return asked("insert into items(name, quantity) values ($1, $2) returning id, name, quantity", values)
        .map(rows -> items(rows).getFirst())
        .toCompletionStage();
  }

  @Override
  public CompletionStage<Optional<Item>> read(long id) {
    return asked("select id, name, quantity from items where id = $1", Tuple.of(id))
        .map(PgRepository::first)
        .toCompletionStage();
  }

  @Override
  public CompletionStage<Optional<Item>> replace(long id, ItemInput given) {
    var values = Tuple.of(id, given.name(), given.quantity());
    return asked("update items set name = $2, quantity = $3 where id = $1 returning id, name, quantity", values)
        .map(PgRepository::first)
        .toCompletionStage();
  }

  @Override
  public CompletionStage<Boolean> remove(long id) {
    return asked("delete from items where id = $1", Tuple.of(id))
        .map(rows -> rows.rowCount() > 0)
        .toCompletionStage();
  }

  @Override
  public CompletionStage<?> ping() {
    return pool.query("select 1").execute().toCompletionStage();
  }

  private Future<RowSet<Row>> asked(String query, Tuple values) {
    return pool.preparedQuery(query).execute(values);
  }

  private static Optional<Item> first(RowSet<Row> rows) {
    return items(rows).stream().findFirst();
  }

  private static List<Item> items(RowSet<Row> rows) {
    var items = new ArrayList<Item>(rows.size());
    for (var row : rows) items.add(new Item(row.getLong(0), row.getString(1), row.getInteger(2)));
    return items;
  }
}
