// Nest keeps what its decorators say with the methods that this adds to `Reflect`.
import "reflect-metadata";
import { NestFactory } from "@nestjs/core";
import { FastifyAdapter, type NestFastifyApplication } from "@nestjs/platform-fastify";
import { bodyLimitBytes, serve } from "@stackbench/workloads-node";
import { ContractModule } from "./contract-module.ts";
import { EveryErrorFilter } from "./every-error-filter.ts";

await serve(async (endpoints) => {
  const app = await NestFactory.create<NestFastifyApplication>(
    ContractModule.over(endpoints),
    new FastifyAdapter({ bodyLimit: bodyLimitBytes }),
    { logger: ["error", "fatal"], abortOnError: false },
  );
  app.useGlobalFilters(new EveryErrorFilter());
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return app.getHttpServer();
});
