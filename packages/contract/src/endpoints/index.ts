import { hashSort, lookup, report } from "./computing.ts";
import type { Endpoint } from "./endpoint.ts";
import { createItem, deleteItem, getItem, listItems, updateItem } from "./items.ts";
import { healthz, hello, renderName, renderTable, upstream } from "./plain.ts";

export * from "./computing.ts";
export * from "./endpoint.ts";
export * from "./items.ts";
export * from "./plain.ts";
export * from "./request-path.ts";
export * from "./schemas.ts";

export const contractVersion = 1;

/** Contract version 1: every endpoint, in the order in which it is documented. */
export const endpoints: readonly Endpoint[] = [
  hello,
  hashSort,
  createItem,
  getItem,
  updateItem,
  deleteItem,
  listItems,
  renderName,
  renderTable,
  lookup,
  upstream,
  report,
  healthz,
];
