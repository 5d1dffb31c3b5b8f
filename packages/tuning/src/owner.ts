import { readFileSync } from "node:fs";

/** The process that changed the host, told apart from a later one of the same pid. */
export interface Owner {
  pid: number;
  /** Clock ticks since boot. */
  startTicks: string;
  bootId: string;
}

/** Undefined where there is no /proc. */
export function ownerOf(pid: number, procRoot: string): Owner | undefined {
  const startTicks = startOf(pid, procRoot);
  const bootId = bootIdOf(procRoot);
  return startTicks === undefined || bootId === undefined ? undefined : { pid, startTicks, bootId };
}

export function isAlive(owner: Owner, procRoot: string): boolean {
  return bootIdOf(procRoot) === owner.bootId && startOf(owner.pid, procRoot) === owner.startTicks;
}

/** Changes at every start of the machine. */
export function bootIdOf(procRoot: string): string | undefined {
  return read(`${procRoot}/sys/kernel/random/boot_id`)?.trim();
}

function startOf(pid: number, procRoot: string): string | undefined {
  const text = read(`${procRoot}/${pid}/stat`);
  // The name in brackets may hold blanks: count from behind it. A zombie is dead.
  const fields = text?.slice(text.lastIndexOf(")") + 2).split(" ");
  return fields?.[0] === "Z" ? undefined : fields?.[19];
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
