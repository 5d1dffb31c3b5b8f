import cluster from "node:cluster";

/** Whether this process serves. Where servers end after some requests the first one only starts them, one at a time. */
export function isServing(): boolean {
  if (Number(process.env["END_AFTER"] ?? 0) === 0 || !cluster.isPrimary) return true;
  cluster.on("exit", () => cluster.fork());
  cluster.fork();
  return false;
}
