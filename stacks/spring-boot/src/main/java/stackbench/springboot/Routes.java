package stackbench.springboot;

import jakarta.servlet.http.HttpServletRequest;
import java.util.concurrent.CompletionStage;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import stackbench.workloads.Answer;
import stackbench.workloads.Endpoints;

/** All but the pages. A request's thread waits for what takes time. */
@RestController
class Routes {
  private final Endpoints endpoints;

  Routes(Endpoints endpoints) {
    this.endpoints = endpoints;
  }

  @GetMapping("/hello")
  ResponseEntity<byte[]> hello() {
    return reply(endpoints.hello());
  }

  @GetMapping("/hash-sort")
  ResponseEntity<byte[]> hashSort(HttpServletRequest request) {
    return reply(endpoints.hashSort(request.getQueryString()));
  }

  @GetMapping("/lookup")
  ResponseEntity<byte[]> lookup(HttpServletRequest request) {
    return reply(endpoints.lookup(request.getQueryString()));
  }

  @GetMapping("/report")
  ResponseEntity<byte[]> report(HttpServletRequest request) {
    return reply(endpoints.report(request.getQueryString()));
  }

  @GetMapping("/upstream")
  ResponseEntity<byte[]> upstream(HttpServletRequest request) {
    return reply(endpoints.upstream(request.getQueryString()));
  }

  @GetMapping("/healthz")
  ResponseEntity<byte[]> healthz() {
    return reply(endpoints.healthz());
  }

  @GetMapping("/items")
  ResponseEntity<byte[]> listItems(HttpServletRequest request) {
    return reply(endpoints.listItems(request.getQueryString()));
  }

  @PostMapping("/items")
  ResponseEntity<byte[]> createItem(@RequestBody(required = false) byte[] body) {
    return reply(endpoints.createItem(body));
  }

  @GetMapping("/items/{id}")
  ResponseEntity<byte[]> readItem(@PathVariable("id") String id) {
    return reply(endpoints.readItem(id));
  }

  @PutMapping("/items/{id}")
  ResponseEntity<byte[]> replaceItem(
      @PathVariable("id") String id, @RequestBody(required = false) byte[] body) {
    return reply(endpoints.replaceItem(id, body));
  }

  @DeleteMapping("/items/{id}")
  ResponseEntity<byte[]> removeItem(@PathVariable("id") String id) {
    return reply(endpoints.removeItem(id));
  }

  static ResponseEntity<byte[]> reply(CompletionStage<Answer> answer) {
    return reply(answer.toCompletableFuture().join());
  }

  /** An answer as Spring takes it. */
  static ResponseEntity<byte[]> reply(Answer answer) {
    var response = ResponseEntity.status(answer.status());
    if (answer.contentType() == null) return response.build();
    response.header(HttpHeaders.CONTENT_TYPE, answer.contentType());
    if (answer.location() != null) response.header(HttpHeaders.LOCATION, answer.location());
    return response.body(answer.body());
  }
}
