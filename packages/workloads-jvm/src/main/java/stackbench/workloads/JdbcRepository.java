package stackbench.workloads;

import com.zaxxer.hikari.HikariDataSource;
import java.net.URI;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The table over JDBC and HikariCP's pool, in the calling thread, which waits. */
public final class JdbcRepository implements ItemRepository, AutoCloseable {
  private final HikariDataSource source = new HikariDataSource();

  /** Connects in the background. */
  public JdbcRepository(String databaseUrl, int poolSize) {
    var url = URI.create(databaseUrl);
    source.setJdbcUrl(jdbcUrl(url));
    var login = url.getUserInfo() == null ? new String[0] : url.getUserInfo().split(":", 2);
    if (login.length > 0) source.setUsername(login[0]);
    if (login.length > 1) source.setPassword(login[1]);
    source.setMaximumPoolSize(poolSize);
    // Else a pool is not even made while the database does not answer.
    source.setInitializationFailTimeout(-1);
  }

  /** {@code postgres://user:password@host:port/name} in the driver's words, without the login. */
  static String jdbcUrl(URI url) {
    var port = url.getPort() < 0 ? 5432 : url.getPort();
    return "jdbc:postgresql://" + url.getHost() + ":" + port + url.getRawPath();
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

  @Override
  public void close() {
    source.close();
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
