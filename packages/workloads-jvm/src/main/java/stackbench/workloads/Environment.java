package stackbench.workloads;

import java.util.function.UnaryOperator;

/**
 * What a stack is told through environment variables. An empty variable is an absent one.
 *
 * @param workers event loops, in stacks that have them
 * @param databaseUrl null where no workload needs it
 * @param databasePoolSize connections of the whole process
 * @param upstreamUrl null where no workload needs it
 */
public record Environment(
    String host, int port, int workers, String databaseUrl, int databasePoolSize, String upstreamUrl) {

  public static Environment ofProcess() {
    return read(System::getenv);
  }

  /** Throws IllegalArgumentException with the variable, what it must be and what it is. */
  static Environment read(UnaryOperator<String> variable) {
    var host = told(variable, "HOST");
    return new Environment(
        host == null ? "0.0.0.0" : host,
        count(variable, "PORT", 8080, 65_535),
        count(variable, "WORKERS", 1, 1024),
        told(variable, "DATABASE_URL"),
        count(variable, "DATABASE_POOL_SIZE", 16, 10_000),
        told(variable, "UPSTREAM_URL"));
  }

  private static String told(UnaryOperator<String> variable, String name) {
    var value = variable.apply(name);
    return value == null || value.isEmpty() ? null : value;
  }

  private static int count(UnaryOperator<String> variable, String name, int absent, int most) {
    var given = told(variable, name);
    if (given == null) return absent;
    if (given.matches("[1-9][0-9]{0,8}") && Integer.parseInt(given) <= most) return Integer.parseInt(given);
    throw new IllegalArgumentException(name + ": expected an integer from 1 to " + most + ", got \"" + given + '"');
  }
}
