package stackbench.workloads;

/** Why an endpoint does not serve a request. The message goes to the client. */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1;
  private static final int QUOTED_LIMIT = 57;

  private final int status;

  public Refusal(int status, String message) {
    // Without a stack trace: it is no failure, and what bad input costs is measured.
    super(message, null, false, false);
    this.status = status;
  }

  public int status() {
    return status;
  }

  static Refusal badInput(String message) {
    return new Refusal(400, message);
  }

  static Refusal notFound() {
    return new Refusal(404, "not found");
  }

  /** For messages: cut short. */
  static String quote(String given) {
    return given.length() <= QUOTED_LIMIT
        ? '"' + given + '"'
        : '"' + given.substring(0, QUOTED_LIMIT) + "\"...";
  }
}
