package stackbench.vertx;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import stackbench.workloads.Caller;

/** By Vert.x's own client, over connections that are kept: one for each call under way, where it has five by itself. */
final class UpstreamCaller implements Caller {
  private static final long TIME_MS = TimeUnit.SECONDS.toMillis(30);

  private final HttpClient client;

  UpstreamCaller(Vertx vertx) {
    client = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(65_535));
  }

  @Override
  public CompletionStage<Said> get(String place) {
    var options = new RequestOptions().setMethod(HttpMethod.GET).setAbsoluteURI(place).setTimeout(TIME_MS);
    return client
        .request(options)
        .compose(request -> request.send().compose(UpstreamCaller::read))
        .toCompletionStage();
  }

  private static Future<Said> read(HttpClientResponse response) {
    return response.body().map(body -> new Said(response.statusCode(), body.getBytes()));
  }
}
