/** Every workload of contract version 1, in the order in which tables show them. */
export const workloadIds = [
  "hello",
  "hash-sort",
  "items",
  "render-name",
  "render-table",
  "lookup",
  "upstream",
  "report",
] as const;
export type WorkloadId = (typeof workloadIds)[number];

/** The operations of `items`, each a workload by itself too: a stack that serves `items` serves them. */
export const itemOperations = [
  "items.get",
  "items.list",
  "items.post",
  "items.put",
  "items.delete",
] as const;
type ItemOperation = (typeof itemOperations)[number];

/** What can be asked for by name, alone or as a part of a mix. */
export const plainWorkloads = [...workloadIds, ...itemOperations] as const;
export type PlainWorkload = (typeof plainWorkloads)[number];

export function isItemOperation(workload: PlainWorkload): workload is ItemOperation {
  return itemOperations.some((operation) => operation === workload);
}
