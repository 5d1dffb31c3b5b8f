package stackbench.workloads;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;

/** The table over JDBC, in the calling thread, which waits. */
final class JdbcRepository implements ItemRepository {
  private final DataSource source;

  JdbcRepository(DataSource source) {
    this.source = source;
  }

  @Override
  public CompletableFuture<List<Item>> list(long after, int limit) {
    return asked("select id, name, quantity from items where id > ? order by id limit ?", statement -> {
      statement.setLong(1, after);
      statement.setInt(2, limit);
      return items(statement);
    });
  }

  @Override
  public CompletableFuture<Item> create(ItemInput given) {
    return asked("insert into items(name, quantity) values (?, ?) returning id, name, quantity", statement -> {
      statement.setString(1, given.name());
      statement.setInt(2, given.quantity());
      return items(statement).getFirst();
    });
  }

  @Override
  public CompletableFuture<Optional<Item>> read(long id) {
    return asked("select id, name, quantity from items where id = ?", statement -> {
      statement.setLong(1, id);
      return items(statement).stream().findFirst();
    });
  }

  @Override
  public CompletableFuture<Optional<Item>> replace(long id, ItemInput given) {
    return asked("update items set name = ?, quantity = ? where id = ? returning id, name, quantity", statement -> {
      statement.setString(1, given.name());
      statement.setInt(2, given.quantity());
      statement.setLong(3, id);
      return items(statement).stream().findFirst();
    });
  }

  @Override
  public CompletableFuture<Boolean> remove(long id) {
    return asked("delete from items where id = ?", statement -> {
      statement.setLong(1, id);
      return statement.executeUpdate() > 0;
    });
  }

  @Override
  public CompletableFuture<Boolean> ping() {
    return asked("select 1", PreparedStatement::execute);
  }

  private interface Use<Result> {
    Result of(PreparedStatement statement) throws SQLException;
  }

  private <Result> CompletableFuture<Result> asked(String query, Use<Result> use) {
    try (var connection = source.getConnection();
        var statement = connection.prepareStatement(query)) {
      return CompletableFuture.completedFuture(use.of(statement));
    } catch (SQLException error) {
      return CompletableFuture.failedFuture(error);
    }
  }

  private static List<Item> items(PreparedStatement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery()) {
      var items = new ArrayList<Item>();
      while (rows.next()) items.add(new Item(rows.getLong(1), rows.getString(2), rows.getInt(3)));
      return items;
    }
  }
}
