package stackbench.springboot;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.tomcat.util.threads.ThreadPoolExecutor;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import stackbench.workloads.Endpoints;

/**
 * Has what is under way answered before Spring Boot ends Tomcat. By itself that waits for the requests that its servlet has begun,
 * and closes the connections of those that wait for a thread, or a virtual one for a CPU, without a word.
 */
@Component
final class Drain implements SmartLifecycle, WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> {
  private static final int PAUSE_MS = 10;

  private final AtomicInteger onVirtualThreads = new AtomicInteger();
  private AbstractHttp11Protocol<?> protocol;
  private volatile boolean isRunning;

  @Override
  public void customize(ConfigurableTomcatWebServerFactory factory) {
    factory.addProtocolHandlerCustomizers((AbstractHttp11Protocol<?> handler) -> {
      protocol = handler;
      // Virtual threads are in no pool that knows how many there are.
      var virtual = handler.getExecutor();
      if (virtual != null) handler.setExecutor(counted(virtual));
    });
  }

  private Executor counted(Executor executor) {
    return task -> {
      onVirtualThreads.incrementAndGet();
      executor.execute(() -> {
        try {
          task.run();
        } finally {
          onVirtualThreads.decrementAndGet();
        }
      });
    };
  }

  private int underWay() {
    return protocol.getExecutor() instanceof ThreadPoolExecutor pool
        ? pool.getActiveCount() + pool.getQueue().size()
        : onVirtualThreads.get();
  }

  /** Takes no more connections, has each answer close its own, and waits for the last one as long as it may. */
  @Override
  public void stop() {
    isRunning = false;
    protocol.setMaxConnections(0);
    protocol.setMaxKeepAliveRequests(1);
    var deadline = System.nanoTime() + Endpoints.GRACE_MS * 1_000_000L;
    try {
      // First a pause: what has come may not have been read yet.
      do Thread.sleep(PAUSE_MS);
      while (underWay() > 0 && System.nanoTime() < deadline);
    } catch (InterruptedException error) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void start() {
    isRunning = true;
  }

  @Override
  public boolean isRunning() {
    return isRunning;
  }
}
