import type { Launched, ServiceHandle } from "@stackbench/model";

/** A program beside the generator is a service of its own for as long as it lives. */
export function whileItRuns(handles: ServiceHandle[], { pid, exited }: Launched): void {
  if (pid === undefined) return;
  const handle: ServiceHandle = { name: "load", pid, kind: "processes" };
  handles.push(handle);
  void exited.then(() => handles.splice(handles.indexOf(handle), 1));
}
