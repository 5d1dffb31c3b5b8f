import { StackFailure, type Sitting } from "@stackbench/model";

/** Where `stacks/nginx` shows its counters. */
const statusPath = "/__status";

/**
 * Requests nginx has served since it started, this one included, by its own count (ngx_http_stub_status_module:
 * the third number of its third line).
 */
export async function readServedRequests(sitting: Sitting): Promise<number> {
  const { host, port } = sitting.target;
  const url = `http://${host}:${port}${statusPath}`;
  const program = await sitting.launch({
    entry: { command: "node" },
    arguments: ["-e", `fetch("${url}").then((r) => r.text()).then(console.log)`],
  });
  const lines: string[] = [];
  for await (const line of program.lines) lines.push(line);
  const served = Number(lines[2]?.trim().split(/\s+/)[2]);
  if (!Number.isInteger(served)) {
    throw new StackFailure(
      "window",
      `${url}: expected nginx's stub_status, got "${lines.join(" ")}"`,
    );
  }
  return served;
}
