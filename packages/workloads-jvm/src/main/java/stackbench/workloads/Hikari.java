package stackbench.workloads;

import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;

/** HikariCP's pool, for frameworks that bring none of their own. */
final class Hikari {
  private Hikari() {}

  /** Connects in the background. */
  static DataSource pool(JdbcPlace place, int size) {
    var source = new HikariDataSource();
    source.setJdbcUrl(place.url());
    if (place.user() != null) source.setUsername(place.user());
    if (place.password() != null) source.setPassword(place.password());
    source.setMaximumPoolSize(size);
    // Else a pool is not even made while the database does not answer.
    source.setInitializationFailTimeout(-1);
    return source;
  }
}
