import { requestPath } from "../../endpoints/index.ts";
import { createItem, deleteItem, getItem, updateItem } from "../../endpoints/index.ts";
import { itemBody } from "../../answers/index.ts";
import type { Item, ItemFields } from "../../answers/index.ts";
import type { HttpRequest } from "../client.ts";
import type { Expectation } from "../expectation.ts";

const headers = { "content-type": "application/json" } as const;

export function postRequest(body: string): HttpRequest {
  return { method: createItem.method, path: createItem.path, headers, body };
}

export function getRequest(id: number | string): HttpRequest {
  return { method: getItem.method, path: requestPath(getItem, { id }) };
}

export function putRequest(id: number | string, body: string): HttpRequest {
  return { method: updateItem.method, path: requestPath(updateItem, { id }), headers, body };
}

export function deleteRequest(id: number | string): HttpRequest {
  return { method: deleteItem.method, path: requestPath(deleteItem, { id }) };
}

const contentType = "application/json";

/** The item, byte for byte. */
export function exactItem(item: Item): Expectation {
  return { status: 200, contentType, body: itemBody(item) };
}

/** A new item with these fields, byte for byte but for its id; characters may be escaped as JSON allows. */
export function newItem(fields: ItemFields): Expectation {
  const accepts = (body: string) => {
    const id = /^\{"id":([1-9]\d*),"name":".*","quantity":-?\d+\}$/s.exec(body)?.[1];
    if (id === undefined) return false;
    try {
      return JSON.stringify(JSON.parse(body)) === itemBody({ id: Number(id), ...fields });
    } catch {
      return false;
    }
  };
  const shape = itemBody({ id: 0, ...fields }).replace('"id":0', '"id":n');
  const expected = shape.length <= 160 ? shape : `${shape.slice(0, 160)}…`;
  return { status: 201, contentType, body: { expected, accepts } };
}
