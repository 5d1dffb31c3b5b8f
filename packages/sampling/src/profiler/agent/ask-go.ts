import { request } from "node:http";
import { appProcesses } from "../app-processes.ts";
import { CallTree } from "@stackbench/model";
import { addPprof } from "../pprof-profile.ts";
import type { Take } from "./profiler.ts";

const patienceMs = 15_000;

/** Go's own profiler, where the app serves it because it was told to (`PROFILE_SOCKET`). */
export const askGo: Take = async (rootPid) => {
  const pids: number[] = [];
  for (const pid of appProcesses(rootPid).keys()) {
    // What an app starts beside itself has no such socket.
    await ask(pid, "/start").then(
      () => pids.push(pid),
      (error: unknown) => {
        if (pid === rootPid) throw error;
      },
    );
  }
  return async () => {
    const tree = new CallTree();
    let [samples, intervalMicros] = [0, 0];
    for (const pid of pids) {
      const told = addPprof(tree, await ask(pid, "/stop"));
      samples += told.samples;
      ({ intervalMicros } = told);
    }
    return {
      profiler: "Go's runtime/pprof",
      intervalMicros,
      processes: pids.length,
      samples,
      idleMicros: null,
      ...tree.folded,
    };
  };
};

/** An abstract socket: it belongs to the network that the app is in, and no file must be shared. */
async function ask(pid: number, path: string): Promise<Buffer> {
  const socketPath = `\0stackbench-profile-${pid}`;
  return await new Promise((resolve, reject) => {
    const fail = (error: Error): void =>
      reject(
        new Error(
          `expected process ${pid} to serve its profile at @stackbench-profile-${pid} (a Go stack does by workloads.Serve): ${error.message}`,
          { cause: error },
        ),
      );
    const asking = request(
      { socketPath, path, method: "POST", timeout: patienceMs },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", fail);
        response.on("end", () => {
          const body = Buffer.concat(chunks);
          if (response.statusCode === 200) resolve(body);
          else fail(new Error(`status ${response.statusCode}: ${body.toString().trim()}`));
        });
      },
    );
    asking.on("timeout", () => asking.destroy(new Error(`no answer in ${patienceMs / 1000} s`)));
    asking.on("error", fail);
    asking.end();
  });
}
