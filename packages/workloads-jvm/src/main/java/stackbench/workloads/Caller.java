package stackbench.workloads;

import java.util.concurrent.CompletionStage;

/** How a framework's HTTP client asks for a place by GET, within 30 s. */
public interface Caller {
  CompletionStage<Said> get(String place);

  /** What was answered. */
  record Said(int status, byte[] body) {}
}
