import {
  Body,
  Controller,
  Delete,
  Get,
  Inject,
  Param,
  Post,
  Put,
  Query,
  Res,
} from "@nestjs/common";
import type { Endpoints, Query as QueryString } from "@stackbench/workloads-node";
import type { FastifyReply } from "fastify";
import { send } from "./send.ts";

export const endpointsToken = Symbol("endpoints");

export class ContractController {
  readonly #endpoints: Endpoints;
  constructor(endpoints: Endpoints) {
    this.#endpoints = endpoints;
  }

  hello(reply: FastifyReply) {
    return send(reply, this.#endpoints.hello());
  }
  hashSort(reply: FastifyReply, query: QueryString) {
    return send(reply, this.#endpoints.hashSort(query));
  }
  async listItems(reply: FastifyReply, query: QueryString) {
    return send(reply, await this.#endpoints.listItems(query));
  }
  async createItem(reply: FastifyReply, body: unknown) {
    return send(reply, await this.#endpoints.createItem(body));
  }
  async readItem(reply: FastifyReply, id: string) {
    return send(reply, await this.#endpoints.readItem(id));
  }
  async replaceItem(reply: FastifyReply, id: string, body: unknown) {
    return send(reply, await this.#endpoints.replaceItem(id, body));
  }
  async removeItem(reply: FastifyReply, id: string) {
    return send(reply, await this.#endpoints.removeItem(id));
  }
  renderName(reply: FastifyReply, query: QueryString) {
    return send(reply, this.#endpoints.renderName(query));
  }
  renderTable(reply: FastifyReply) {
    return send(reply, this.#endpoints.renderTable());
  }
  lookup(reply: FastifyReply, query: QueryString) {
    return send(reply, this.#endpoints.lookup(query));
  }
  async upstream(reply: FastifyReply, query: QueryString) {
    return send(reply, await this.#endpoints.upstream(query));
  }
  report(reply: FastifyReply, query: QueryString) {
    return send(reply, this.#endpoints.report(query));
  }
  async healthz(reply: FastifyReply) {
    return send(reply, await this.#endpoints.healthz());
  }
}

// Node strips types and knows no decorators, so they are applied as the compiler would: the method's own, then those of
// its parameters in their order.
const reply = Res({ passthrough: true });
Controller()(ContractController);
Inject(endpointsToken)(ContractController, undefined, 0);
decorate("hello", Get("/hello"), reply);
decorate("hashSort", Get("/hash-sort"), reply, Query());
decorate("listItems", Get("/items"), reply, Query());
decorate("createItem", Post("/items"), reply, Body());
decorate("readItem", Get("/items/:id"), reply, Param("id"));
decorate("replaceItem", Put("/items/:id"), reply, Param("id"), Body());
decorate("removeItem", Delete("/items/:id"), reply, Param("id"));
decorate("renderName", Get("/render-name"), reply, Query());
decorate("renderTable", Get("/render-table"), reply);
decorate("lookup", Get("/lookup"), reply, Query());
decorate("upstream", Get("/upstream"), reply, Query());
decorate("report", Get("/report"), reply, Query());
decorate("healthz", Get("/healthz"), reply);

function decorate(
  name: keyof ContractController,
  route: MethodDecorator,
  ...parameters: ParameterDecorator[]
): void {
  const { prototype } = ContractController;
  for (const [index, parameter] of parameters.entries()) parameter(prototype, name, index);
  route(prototype, name, Object.getOwnPropertyDescriptor(prototype, name)!);
}
