import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { HostError, workloadIds } from "@stackbench/model";
import { repositoryRoot } from "@stackbench/session";
import { type Command, type CommandInput, readInteger, say } from "@stackbench/terminal";
import { jsonOption } from "../json-option.ts";
import { conclude } from "../outcome.ts";
import { writeLongHistory } from "./write-long-history.ts";

/** What the site of a long history may take. */
const mostSeconds = 60;
const mostMebibytes = 1024;

export const sitePerf: Command = {
  name: "site",
  summary: "what making the pages of a long history takes: wall time and the most memory",
  options: {
    nights: { value: "n", help: "nights of the made-up history", default: "1000" },
    variants: { value: "n", help: "variants of each", default: "100" },
    workloads: { value: "n", help: "workloads of each", default: "1" },
    ...jsonOption,
  },
  run: measureSite,
};

async function measureSite({ values, switches }: CommandInput): Promise<number> {
  const read = (name: string, preset: number, max: number): number =>
    readInteger(name, values[name], preset, { min: 1, max });
  const nights = read("nights", 1000, 10_000);
  const variants = read("variants", 100, 1000);
  const workloads = read("workloads", 1, workloadIds.length);
  const folder = await mkdtemp(join(tmpdir(), "stackbench-site-"));
  try {
    say(`${nights} nights of ${variants} variants and ${workloads} workloads: ${folder}`);
    // Beside it what a site has in any case.
    for (const kept of ["published", "reproduced"]) {
      await symlink(join(repositoryRoot, "results", kept), join(folder, kept));
    }
    await writeLongHistory(folder, {
      nights,
      variants,
      workloads: workloadIds.slice(0, workloads),
    });
    const { seconds, mebibytes } = await buildSite(folder);
    const targets = [
      { name: "wall time of pnpm site, s", value: seconds, atMost: mostSeconds },
      { name: "most memory of its process, MiB", value: mebibytes, atMost: mostMebibytes },
    ];
    const figures = { nights, variants, workloads, seconds, mebibytes };
    return conclude("site", { text: "", targets, figures }, switches.has("json"));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** As `pnpm site` does, in a process of its own: it has nothing of what wrote the history. */
async function buildSite(folder: string): Promise<{ seconds: number; mebibytes: number }> {
  const peakFile = join(folder, "peak");
  const tellPeak = pathToFileURL(join(import.meta.dirname, "tell-peak.ts")).href;
  const main = join(repositoryRoot, "apps/site/src/main.ts");
  const begun = performance.now();
  const child = spawn(
    process.execPath,
    ["--import", tellPeak, main, `--from=${folder}`, `--out=${join(folder, "site")}`],
    {
      // Standard output is for figures.
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...process.env, STACKBENCH_PEAK_FILE: peakFile },
    },
  );
  const [code] = (await once(child, "exit")) as [number | null];
  const seconds = (performance.now() - begun) / 1000;
  if (code !== 0) throw new HostError(`pnpm site: expected exit code 0, got ${code}`);
  return { seconds, mebibytes: Number(await readFile(peakFile, "utf8")) / 1024 };
}
