package stackbench.quarkus;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import stackbench.workloads.Endpoints;
import stackbench.workloads.Environment;

/** The endpoints over Agroal's pool, which is asked for only where a database is told. */
final class Contract {
  @Produces
  @Singleton
  Endpoints endpoints(Instance<AgroalDataSource> pool) {
    var told = Environment.ofProcess();
    return Endpoints.blocking(told.databaseUrl() == null ? null : pool.get(), told.upstreamUrl());
  }
}
