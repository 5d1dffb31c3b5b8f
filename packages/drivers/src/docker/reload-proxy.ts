import type Docker from "dockerode";
import { abortable } from "@stackbench/lines";
import { HostError } from "@stackbench/model";
import { launchIn } from "./launch.ts";

/** How long requests that are under way at a reload are waited for, seconds. */
export const drainWithinSeconds = 60;

/**
 * Puts another configuration into force without losing a request: nginx starts new workers, and the old ones take no
 * connection more, answer what they have, and end. Resolves once new workers serve; with `drained` once the old ones, those
 * of earlier reloads too, have ended: gives whether they have in time. Throws HostError, and the signal's reason.
 */
export async function reloadProxy(
  proxy: Docker.Container,
  config: string,
  until: "new-workers" | "drained",
  onReloaded: () => void,
  signal: AbortSignal,
): Promise<boolean> {
  const program = await launchIn(proxy, ["sh", "-c", script, until, config]);
  const reading = (async (): Promise<Awaited<typeof program.exited>> => {
    program.endInput();
    for await (const line of program.lines) if (line === "reloaded") onReloaded();
    return await program.exited;
  })();
  const { code, stderrTail } = await abortable(reading, signal);
  if (code === 0 || code === notDrained) return code === 0;
  throw new HostError(`the proxy did not take its new configuration: ${stderrTail.trim()}`);
}

const notDrained = 3;

// $0: what is waited for; $1: nginx.conf. Workers are the children of the master, process 1.
const script = `
workers() {
  for status in /proc/[0-9]*/status; do
    while read -r key value; do
      [ "$key" = PPid: ] || continue
      if [ "$value" = 1 ]; then pid=\${status#/proc/}; echo "\${pid%/status}"; fi
      break
    done 2>/dev/null < "$status"
  done
}
old=" $(workers | tr '\\n' ' ') "
printf '%s' "$1" > /tmp/nginx.conf.next
nginx -t -q -c /tmp/nginx.conf.next || exit 1
mv /tmp/nginx.conf.next /tmp/nginx.conf
kill -HUP 1
isNew() { case "$old" in *" $1 "*) return 1;; esac; return 0; }
n=0
while :; do
  for pid in $(workers); do isNew "$pid" && break 2; done
  n=$((n + 1)); [ $n -gt 500 ] && { echo "no new worker came" >&2; exit 1; }
  sleep 0.02
done
echo reloaded
[ "$0" = drained ] || exit 0
n=0
while :; do
  left=
  for pid in $(workers); do isNew "$pid" || left=$pid; done
  [ -z "$left" ] && exit 0
  n=$((n + 1)); [ $n -gt ${drainWithinSeconds * 20} ] && exit ${notDrained}
  sleep 0.05
done`;
