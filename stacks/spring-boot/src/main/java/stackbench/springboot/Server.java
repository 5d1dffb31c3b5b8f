package stackbench.springboot;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import stackbench.workloads.Endpoints;
import stackbench.workloads.Environment;

/** The contract on Spring MVC and Tomcat. What is set stands in application.properties. */
@SpringBootApplication
public class Server {
  public static void main(String[] arguments) {
    SpringApplication.run(Server.class, arguments);
  }

  @Bean
  Endpoints endpoints() {
    return Endpoints.blocking(Environment.ofProcess());
  }
}
