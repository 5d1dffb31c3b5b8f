import { workloadParameters } from "@stackbench/model";
import { seededItem } from "../answers/item.ts";
import type { Endpoint } from "./endpoint.ts";
import { badInput, itemFieldsSchema, itemSchema, jsonAnswer, notFound } from "./schemas.ts";

const example = seededItem(17);

export const listLimit = workloadParameters["items.list"];

export const createItem: Endpoint = {
  id: "createItem",
  workload: "items",
  method: "POST",
  path: "/items",
  summary: "Make an item",
  query: [],
  body: itemFieldsSchema,
  answers: [
    {
      ...jsonAnswer(itemSchema, example),
      status: 201,
      headers: {
        Location: {
          description: "`/items/<id>` of the new item.",
          schema: { type: "string", pattern: "^/items/[1-9][0-9]*$" },
        },
      },
    },
    badInput,
  ],
};

export const listItems: Endpoint = {
  id: "listItems",
  workload: "items",
  method: "GET",
  path: "/items",
  summary: "Items in id order, a page at a time",
  query: [
    {
      kind: "integer",
      name: "after",
      minimum: 0,
      maximum: Number.MAX_SAFE_INTEGER,
      default: 0,
      description: "Only items with a larger id.",
    },
    {
      kind: "integer",
      ...listLimit,
      description: "Most items in the answer.",
    },
  ],
  answers: [jsonAnswer({ type: "array", items: itemSchema }, [example]), badInput],
};

export const getItem: Endpoint = {
  id: "getItem",
  workload: "items",
  method: "GET",
  path: "/items/{id}",
  summary: "One item",
  query: [],
  answers: [jsonAnswer(itemSchema, example), notFound],
};

export const updateItem: Endpoint = {
  id: "updateItem",
  workload: "items",
  method: "PUT",
  path: "/items/{id}",
  summary: "Change an item",
  query: [],
  body: itemFieldsSchema,
  answers: [jsonAnswer(itemSchema, example), badInput, notFound],
};

export const deleteItem: Endpoint = {
  id: "deleteItem",
  workload: "items",
  method: "DELETE",
  path: "/items/{id}",
  summary: "Remove an item",
  query: [],
  answers: [{ status: 204, description: "Gone; no body.", contentType: null }, notFound],
};
