import type { LoadSpec } from "@stackbench/model";

type Divided = Pick<LoadSpec, "threads" | "nodes" | "level">;

/**
 * Numbers of the threads that run on a load node, from 0 on: threads are dealt out in turn. What a thread is to send follows from its
 * number among all, so that connections, arrivals of a schedule and numbers of requests are divided as if all ran on one machine.
 */
export function threadsOn(node: number, { threads, nodes = 1 }: Omit<Divided, "level">): number[] {
  return Array.from({ length: threads }, (_, thread) => thread).filter(
    (thread) => thread % nodes === node,
  );
}

/** How many connections those threads hold: thread t of n has every n-th, from number t on. */
export function connectionsOn(node: number, spec: Divided): number {
  const { threads, level } = spec;
  return threadsOn(node, spec).reduce(
    (sum, thread) => sum + Math.ceil((level.connections - thread) / threads),
    0,
  );
}
