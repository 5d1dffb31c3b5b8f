package stackbench.workloads;

import java.net.URI;

/**
 * Where the database is, in the words of JDBC.
 *
 * @param user null where none is told
 * @param password null where none is told
 */
public record JdbcPlace(String url, String user, String password) {
  private static final int POSTGRES_PORT = 5432;

  /** Of {@code postgres://user:password@host:port/name}. Throws IllegalArgumentException for what is no URI. */
  public static JdbcPlace read(String databaseUrl) {
    var given = URI.create(databaseUrl);
    var port = given.getPort() < 0 ? POSTGRES_PORT : given.getPort();
    var login = given.getUserInfo() == null ? new String[0] : given.getUserInfo().split(":", 2);
    return new JdbcPlace(
        "jdbc:postgresql://" + given.getHost() + ":" + port + given.getRawPath(),
        login.length > 0 ? login[0] : null,
        login.length > 1 ? login[1] : null);
  }
}
