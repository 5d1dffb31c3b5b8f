package stackbench.quarkus;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.IOException;
import java.nio.file.Files;
import stackbench.workloads.Environment;
import stackbench.workloads.JdbcPlace;

/** The contract on Quarkus REST. What needs no looking at what is told stands in application.properties. */
@QuarkusMain
public final class Server {
  public static void main(String[] arguments) throws IOException {
    var told = Environment.ofProcess();
    speak(told.port(), System.getenv("HTTP2"), System.getenv("TLS_PEM"));
    connect(told.databaseUrl());
    Quarkus.run(arguments);
  }

  /** HTTP/2 beside HTTP/1.1 where it is asked for, though Quarkus has it by itself: a row says what really ran. */
  private static void speak(int port, String http2, String pem) throws IOException {
    System.setProperty("quarkus.http.http2", Boolean.toString(http2 != null));
    if (pem == null) return;
    // Quarkus takes key and certificate as files. Each of the two passes over the other's part.
    var file = Files.createTempFile("tls", ".pem");
    file.toFile().deleteOnExit();
    Files.writeString(file, pem);
    System.setProperty("quarkus.tls.key-store.pem.0.key", file.toString());
    System.setProperty("quarkus.tls.key-store.pem.0.cert", file.toString());
    System.setProperty("quarkus.tls.protocols", "TLSv1.3");
    System.setProperty("quarkus.http.ssl-port", Integer.toString(port));
    System.setProperty("quarkus.http.insecure-requests", "disabled");
  }

  private static void connect(String databaseUrl) {
    System.setProperty("quarkus.datasource.active", Boolean.toString(databaseUrl != null));
    if (databaseUrl == null) return;
    var place = JdbcPlace.read(databaseUrl);
    System.setProperty("quarkus.datasource.jdbc.url", place.url());
    if (place.user() != null) System.setProperty("quarkus.datasource.username", place.user());
    if (place.password() != null) System.setProperty("quarkus.datasource.password", place.password());
  }
}
