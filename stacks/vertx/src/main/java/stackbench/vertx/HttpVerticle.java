package stackbench.vertx;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.util.concurrent.TimeUnit;
import stackbench.workloads.Endpoints;
import stackbench.workloads.Environment;

/** One event loop's server; those of all instances share the port. */
final class HttpVerticle extends VerticleBase {
  private final Environment told;
  private final Endpoints endpoints;
  private final Pages pages;
  private HttpServer server;

  HttpVerticle(Environment told, Endpoints endpoints, Pages pages) {
    this.told = told;
    this.endpoints = endpoints;
    this.pages = pages;
  }

  @Override
  public Future<?> start() {
    var options = new HttpServerOptions()
        .setHost(told.host())
        .setPort(told.port())
        .setAcceptBacklog(Endpoints.BACKLOG)
        .setHttp2ClearTextEnabled(false)
        .setIdleTimeout(Endpoints.KEEP_ALIVE_SECONDS);
    server = vertx.createHttpServer(options).requestHandler(Routes.on(vertx, endpoints, pages));
    return server.listen();
  }

  @Override
  public Future<?> stop() {
    return server.shutdown(Endpoints.GRACE_MS, TimeUnit.MILLISECONDS);
  }
}
