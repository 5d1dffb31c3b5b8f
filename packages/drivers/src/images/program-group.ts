import { execa, type Options, type ResultPromise } from "execa";

/** How long a program may take to clear up (debootstrap unmounts what it mounted). */
const graceMs = 5000;

/**
 * Starts a program of the host which ends with the signal, and all that it started with it: debootstrap is a shell
 * script, whose children would go on in a directory that is being removed. Never rejects: see `failed`.
 */
export function programGroup<const Own extends Options>(
  program: string,
  args: readonly string[],
  signal: AbortSignal | undefined,
  options: Own,
): ResultPromise<Own & { reject: false; stdin: "ignore" }> & { end(): void } {
  // In the group of this process where nobody hears Ctrl-C: the terminal sends it to the whole group.
  const detached = signal !== undefined;
  const child = execa(program, args, {
    ...options,
    detached,
    cleanup: !detached,
    reject: false,
    stdin: "ignore",
  });
  const kill = (name: NodeJS.Signals): void => {
    try {
      if (child.pid !== undefined) process.kill(detached ? -child.pid : child.pid, name);
    } catch {
      // All of it has ended.
    }
  };
  let timer: NodeJS.Timeout | undefined;
  const end = (): void => {
    kill("SIGTERM");
    timer ??= setTimeout(() => kill("SIGKILL"), graceMs);
  };
  const killNow = (): void => kill("SIGKILL");
  signal?.addEventListener("abort", end, { once: true });
  process.once("exit", killNow);
  child.nodeChildProcess.once("exit", () => {
    clearTimeout(timer);
    signal?.removeEventListener("abort", end);
    process.off("exit", killNow);
    if (detached) kill("SIGKILL");
  });
  if (signal?.aborted) end();
  return Object.assign(child, { end }) as unknown as ReturnType<typeof programGroup<Own>>;
}
