package stackbench.vertx;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import stackbench.workloads.Answer;
import stackbench.workloads.Endpoints;

/** What computes for milliseconds runs on Vert.x's worker threads: its documentation forbids to block an event loop. */
final class Routes {
  private final Vertx vertx;
  private final Endpoints endpoints;

  private Routes(Vertx vertx, Endpoints endpoints) {
    this.vertx = vertx;
    this.endpoints = endpoints;
  }

  static Router on(Vertx vertx, Endpoints endpoints, Pages pages) {
    var router = Router.router(vertx);
    new Routes(vertx, endpoints).add(router);
    router.get("/render-name").handler(pages::name);
    router.get("/render-table").handler(pages::table);
    router.errorHandler(404, context -> send(context, endpoints.notFound()));
    router.errorHandler(413, context -> send(context, Answer.toFailure(Endpoints.tooLong())));
    return router;
  }

  private void add(Router router) {
    router.get("/hello").handler(context -> send(context, endpoints.hello()));
    router.get("/hash-sort").handler(context -> compute(context, () -> endpoints.hashSort(query(context))));
    router.get("/lookup").handler(context -> send(context, endpoints.lookup(query(context))));
    router.get("/report").handler(context -> compute(context, () -> endpoints.report(query(context))));
    router.get("/upstream").handler(context -> send(context, endpoints.upstream(query(context))));
    router.get("/healthz").handler(context -> send(context, endpoints.healthz()));

    var body = BodyHandler.create(false).setBodyLimit(Endpoints.BODY_LIMIT_BYTES);
    router.get("/items").handler(context -> send(context, endpoints.listItems(query(context))));
    router.post("/items").handler(body).handler(context -> send(context, endpoints.createItem(body(context))));
    router.get("/items/:id").handler(context -> send(context, endpoints.readItem(id(context))));
    router.put("/items/:id").handler(body)
        .handler(context -> send(context, endpoints.replaceItem(id(context), body(context))));
    router.delete("/items/:id").handler(context -> send(context, endpoints.removeItem(id(context))));
  }

  static String query(RoutingContext context) {
    return context.request().query();
  }

  private static String id(RoutingContext context) {
    return context.pathParam("id");
  }

  private static byte[] body(RoutingContext context) {
    var buffer = context.body().buffer();
    return buffer == null ? null : buffer.getBytes();
  }

  private void compute(RoutingContext context, Callable<Answer> work) {
    vertx.executeBlocking(work, false).onComplete(answer -> send(context, answer), context::fail);
  }

  private static void send(RoutingContext context, CompletionStage<Answer> answer) {
    answer.thenAccept(settled -> send(context, settled));
  }

  static void send(RoutingContext context, Answer answer) {
    var response = context.response().setStatusCode(answer.status());
    if (answer.contentType() == null) {
      response.end();
      return;
    }
    response.putHeader(HttpHeaders.CONTENT_TYPE, answer.contentType());
    if (answer.location() != null) response.putHeader(HttpHeaders.LOCATION, answer.location());
    response.end(Buffer.buffer(answer.body()));
  }
}
