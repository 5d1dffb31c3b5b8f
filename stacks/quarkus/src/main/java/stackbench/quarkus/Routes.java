package stackbench.quarkus;

import io.quarkus.qute.Template;
import io.smallrye.common.annotation.*;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletionStage;
import stackbench.workloads.Answer;
import stackbench.workloads.Endpoints;
import stackbench.workloads.Refusal;

/**
 * The routes. A request's thread waits for what takes time: a virtual one, or, in the build where this package has an
 * annotation of that name itself, one of the workers. The mark must stand here: of an {@code Application} Quarkus takes it for
 * one of methods that never wait, and runs those that read a body on an event loop.
 */
@Path("/")
@RunOnVirtualThread
public class Routes {
  private final Endpoints endpoints;
  private final Template greeting;
  private final Template rows;

  Routes(Endpoints endpoints, Template greeting, Template rows) {
    this.endpoints = endpoints;
    this.greeting = greeting;
    this.rows = rows;
  }

  @GET
  @Path("hello")
  public Response hello() {
    return reply(endpoints.hello());
  }

  @GET
  @Path("hash-sort")
  public Response hashSort(@Context HttpServerRequest request) {
    return reply(endpoints.hashSort(request.query()));
  }

  @GET
  @Path("lookup")
  public Response lookup(@Context HttpServerRequest request) {
    return reply(endpoints.lookup(request.query()));
  }

  @GET
  @Path("report")
  public Response report(@Context HttpServerRequest request) {
    return reply(endpoints.report(request.query()));
  }

  @GET
  @Path("upstream")
  public Response upstream(@Context HttpServerRequest request) {
    return reply(endpoints.upstream(request.query()));
  }

  @GET
  @Path("healthz")
  public Response healthz() {
    return reply(endpoints.healthz());
  }

  @GET
  @Path("render-name")
  public Response renderName(@Context HttpServerRequest request) {
    try {
      return page(greeting.data("name", endpoints.name(request.query())).render());
    } catch (Refusal refusal) {
      return reply(Answer.toFailure(refusal));
    }
  }

  @GET
  @Path("render-table")
  public Response renderTable() {
    return page(rows.data("rows", endpoints.rows()).render());
  }

  @GET
  @Path("items")
  public Response listItems(@Context HttpServerRequest request) {
    return reply(endpoints.listItems(request.query()));
  }

  @POST
  @Path("items")
  public Response createItem(byte[] body) {
    return reply(endpoints.createItem(body));
  }

  @GET
  @Path("items/{id}")
  public Response readItem(@PathParam("id") String id) {
    return reply(endpoints.readItem(id));
  }

  @PUT
  @Path("items/{id}")
  public Response replaceItem(@PathParam("id") String id, byte[] body) {
    return reply(endpoints.replaceItem(id, body));
  }

  @DELETE
  @Path("items/{id}")
  public Response removeItem(@PathParam("id") String id) {
    return reply(endpoints.removeItem(id));
  }

  private static Response page(String html) {
    return Response.ok(html).header(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8").build();
  }

  private static Response reply(CompletionStage<Answer> answer) {
    return reply(answer.toCompletableFuture().join());
  }

  /** An answer as JAX-RS takes it. */
  private static Response reply(Answer answer) {
    var response = Response.status(answer.status());
    if (answer.contentType() == null) return response.build();
    response.header(HttpHeaders.CONTENT_TYPE, answer.contentType());
    if (answer.location() != null) response.header(HttpHeaders.LOCATION, answer.location());
    return response.entity(answer.body()).build();
  }
}
