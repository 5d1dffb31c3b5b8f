package stackbench.vertx;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.concurrent.TimeUnit;
import stackbench.workloads.Endpoints;
import stackbench.workloads.Environment;

/** The contract on Vert.x: as many instances of the verticle as there are event loops, which share all connections. */
public final class Server {
  private Server() {}

  public static void main(String[] arguments) {
    var told = Environment.ofProcess();
    var vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(told.workers()));
    var url = told.databaseUrl();
    var repository = url == null ? null : new PgRepository(vertx, url, told.databasePoolSize());
    var endpoints = new Endpoints(repository, told.upstreamUrl(), new UpstreamCaller(vertx));
    var pages = new Pages(vertx, endpoints);
    endOnSignal(vertx);
    vertx
        .deployVerticle(
            () -> new HttpVerticle(told, endpoints, pages),
            new DeploymentOptions().setInstances(told.workers()))
        .onFailure(error -> {
          System.err.println(error);
          System.exit(1);
        });
  }

  /** First the servers, once the requests under way are answered; then what these need, such as the client of the upstream. */
  private static void endOnSignal(Vertx vertx) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
      try {
        var undeployed = vertx.deploymentIDs().stream().map(vertx::undeploy).toList();
        Future.join(undeployed)
            .eventually(vertx::close)
            .toCompletionStage()
            .toCompletableFuture()
            .get(2L * Endpoints.GRACE_MS, TimeUnit.MILLISECONDS);
      } catch (Exception error) {
        // What takes longer ends with the process.
      }
    }));
  }
}
