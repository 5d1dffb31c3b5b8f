import type { Reached, VariantInfo } from "@stackbench/model";
import { column, figure, text, unknown, type Cell, type Column } from "./cell.ts";

/** What ran, a line each. `isKnown`: nobody here started a server that already ran, or knows how many workers it has. */
export function variantColumns(isKnown: boolean): Column<VariantInfo>[] {
  const columns: [head: string, cell: (info: VariantInfo) => Cell][] = [
    ["stack:variant", ({ key }) => text(key)],
    ["server", ({ server }) => text(server)],
    ["workers", (info) => (isKnown ? text(workersOf(info)) : unknown)],
    ["threads", ({ threads }) => (isKnown ? figure(threads, "count") : unknown)],
    [
      "proxy",
      ({ proxy, protocol, tls }) =>
        proxy === "none"
          ? unknown
          : text(`${proxy} (${tls === "proxy" ? "TLS with clients, " : ""}${protocol})`),
    ],
    ["app listens on", ({ socket, reached }) => text(reached ? describeReached(reached) : socket)],
    ["database driver", ({ databaseDriver }) => (databaseDriver ? text(databaseDriver) : unknown)],
    ["versions", ({ versions }) => entriesOf(versions, (version) => version)],
    // Twelve digits of a digest name an image; run.json has all.
    [
      "images",
      ({ images }) =>
        entriesOf(images, (id) => id.replace(/^(sha256:[0-9a-f]{12})[0-9a-f]*$/, "$1")),
    ],
  ];
  return columns.map(([head, cell]) => column(head, head, "left", cell));
}

/** `tls 127.0.0.1:8443 (TLSv1.3, TLS_AES_256_GCM_SHA384, certificate verified)`: of a server that already ran. */
function describeReached({ transport, at, tls }: Reached): string {
  const session = tls ? ` (${tls.protocol}, ${tls.cipher}, certificate ${tls.certificate})` : "";
  return `${transport} ${at}${session}`;
}

/** "10 x 1" for ten replicas of one worker each. */
function workersOf({ workers, replicas = 1 }: VariantInfo): string {
  return replicas > 1 ? `${replicas} x ${workers}` : String(workers);
}

function entriesOf(entries: Record<string, string>, show: (value: string) => string): Cell {
  const parts = Object.entries(entries).map(([name, value]) => `${name} ${show(value)}`);
  return parts.length > 0 ? text(parts.join(", ")) : unknown;
}
