import { CallTree } from "@stackbench/model";
import { addCpuProfile, cpuProfileSchema } from "../cpu-profile.ts";
import { catchesSignal } from "@stackbench/host";
import { appProcesses } from "../app-processes.ts";
import { evaluateIn } from "./evaluate-in.ts";
import type { Take } from "./profiler.ts";

const intervalMicros = 1000;
/** Its number on Linux, where Node opens its inspector on it. */
const sigusr1 = 10;

// Each process profiles itself: all of them open their inspector on the same port, so that none may keep it open.
const begin = `
  const session = new inspector.Session();
  session.connect();
  globalThis[Symbol.for("stackbench.profile")] = session;
  const post = (...message) => new Promise((resolve, reject) =>
    session.post(...message, (error, reply) => (error ? reject(error) : resolve(reply))));
  await post("Profiler.enable");
  await post("Profiler.setSamplingInterval", { interval: ${intervalMicros} });
  await post("Profiler.start");
  return process.version;`;

const end = `
  const key = Symbol.for("stackbench.profile");
  const session = globalThis[key];
  delete globalThis[key];
  const { profile } = await new Promise((resolve, reject) =>
    session.post("Profiler.stop", (error, reply) => (error ? reject(error) : resolve(reply))));
  session.disconnect();
  return JSON.stringify(profile);`;

/** Node's own profiler, in each of the app's processes, through its inspector. */
export const inspect: Take = async (rootPid) => {
  // To any other program the signal is its end.
  const pids = [...appProcesses(rootPid).keys()].filter((pid) => catchesSignal(pid, sigusr1));
  if (pids.length === 0) throw new Error("expected a Node process of the app, found none");
  let version = "";
  for (const pid of pids) version = String(await evaluateIn(pid, begin, { pids }));
  return async () => {
    const tree = new CallTree();
    let [samples, idleMicros] = [0, 0];
    for (const pid of pids) {
      const text = String(await evaluateIn(pid, end, { pids }));
      const profile = cpuProfileSchema.parse(JSON.parse(text));
      samples += profile.samples.length;
      idleMicros += addCpuProfile(tree, profile).idleMicros;
    }
    const profiler = `Node's inspector ${version}`;
    const processes = pids.length;
    return { profiler, intervalMicros, processes, samples, idleMicros, ...tree.folded };
  };
};
