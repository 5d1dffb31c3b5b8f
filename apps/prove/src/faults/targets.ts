import { stateDirectory } from "@stackbench/session";
import { appendFileSync, readdirSync, readFileSync, truncateSync } from "node:fs";
import { join } from "node:path";
import type { Scene } from "./scene.ts";

/** A running container of that service, of the sitting that came last. */
export async function containerOf({ engine }: Scene, service: string) {
  const text = await engine!.ask(
    "ps",
    "--no-trunc",
    `--filter=label=stackbench.service=${service}`,
    '--format={{.ID}} {{.Label "stackbench.sitting"}}',
  );
  const [id, sitting] = (text.split("\n")[0] ?? "").split(" ");
  return id && sitting?.includes("/") ? { id, variant: variantOf(sitting) } : undefined;
}

/** The process of this owner that leads the app of a sitting, or the program that was started last beside it, the generator. */
export function processOf(owner: number, service: "app" | "load") {
  const folder = join(stateDirectory, "process", "holdings");
  for (const name of readdirSync(folder).filter((file) => file.endsWith(".json"))) {
    const record = JSON.parse(readFileSync(join(folder, name), "utf8")) as {
      label: string;
      owner: { pid: number };
      leaders: { pid: number }[];
    };
    const leader = record.leaders.at(-1);
    const [, ofApp, sitting] = /^(the app of )?sitting (\S+) of run/.exec(record.label) ?? [];
    const isWanted = (ofApp === undefined ? "load" : "app") === service;
    if (record.owner.pid === owner && isWanted && leader && sitting) {
      return { pid: leader.pid, variant: variantOf(sitting) };
    }
  }
  return undefined;
}

function variantOf(sittingId: string): string {
  return sittingId.slice(sittingId.indexOf("/") + 1);
}

/** All but some pages of the file system. */
export function fill(file: string, amount: number): void {
  const page = Buffer.alloc(4096);
  let pages = 0;
  try {
    for (;;) {
      appendFileSync(file, page);
      pages++;
    }
  } catch {
    truncateSync(file, Math.max(0, pages - Math.floor(amount * 4)) * page.length);
  }
}
