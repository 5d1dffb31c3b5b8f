import type { Answer } from "./answer.ts";
import { poolShare, type Environment } from "./environment.ts";
import { hashSort } from "./hash-sort.ts";
import { hello } from "./hello.ts";
import { connectItems } from "./item-repository.ts";
import { itemEndpoints, type ItemEndpoints } from "./items.ts";
import { lookup } from "./lookup.ts";
import type { Query } from "./read-input.ts";
import { renderName, renderTable } from "./render.ts";
import { report } from "./report.ts";
import { connectUpstream } from "./upstream.ts";

/** The whole contract for a framework to route to. Endpoints throw or reject; `answerError` makes the answer. */
export interface Endpoints extends ItemEndpoints {
  hello(): Answer;
  hashSort(query: Query): Answer;
  lookup(query: Query): Answer;
  renderName(query: Query): Answer;
  renderTable(): Answer;
  report(query: Query): Answer;
  upstream(query: Query): Promise<Answer>;
  close(): Promise<void>;
}

/** Endpoints of one worker, with its share of the database connections. Nothing is connected yet. */
export function connectEndpoints(environment: Environment, workerIndex: number): Endpoints {
  const { databaseUrl, databasePoolSize, workers } = environment;
  const repository =
    databaseUrl === undefined
      ? undefined
      : connectItems(databaseUrl, poolShare(databasePoolSize, workers, workerIndex));
  const upstream = connectUpstream(environment.upstreamUrl);
  return {
    ...itemEndpoints(repository),
    hello,
    hashSort,
    lookup,
    renderName,
    renderTable,
    report,
    upstream: upstream.answer,
    async close() {
      upstream.close();
      await repository?.close();
    },
  };
}
