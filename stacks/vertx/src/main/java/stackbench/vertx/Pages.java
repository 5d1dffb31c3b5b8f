package stackbench.vertx;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.common.template.TemplateEngine;
import io.vertx.ext.web.templ.thymeleaf.ThymeleafTemplateEngine;
import java.util.Map;
import stackbench.workloads.Answer;
import stackbench.workloads.Endpoints;
import stackbench.workloads.Refusal;

/** By Thymeleaf, from the shared templates. */
final class Pages {
  private final TemplateEngine engine;
  private final Endpoints endpoints;

  Pages(Vertx vertx, Endpoints endpoints) {
    this.engine = ThymeleafTemplateEngine.create(vertx);
    this.endpoints = endpoints;
  }

  void name(RoutingContext context) {
    try {
      render(context, "templates/name.html", Map.of("name", endpoints.name(Routes.query(context))));
    } catch (Refusal refusal) {
      Routes.send(context, Answer.toFailure(refusal));
    }
  }

  void table(RoutingContext context) {
    render(context, "templates/table.html", Map.of("rows", endpoints.rows()));
  }

  private void render(RoutingContext context, String template, Map<String, Object> values) {
    engine.render(values, template).onComplete(
        page -> context.response().putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8").end(page),
        context::fail);
  }
}
