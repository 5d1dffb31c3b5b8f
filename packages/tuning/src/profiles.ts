import type { Knob, TuningProfileId } from "@stackbench/model";

interface ReasonedKnob extends Knob {
  /** Why it is in the profile, in one line. */
  why: string;
}

/**
 * fs.file-max and fs.nr_open are not here: they are far above what a run needs on any kernel of
 * today, and a fixed value could only lower them.
 */
const throughput: readonly ReasonedKnob[] = [
  {
    name: "net.core.somaxconn",
    scope: "network-namespace",
    value: "8191",
    why: "caps every listen() backlog: a burst of connections beyond it overflows the accept queue",
  },
  {
    name: "net.ipv4.tcp_max_syn_backlog",
    scope: "network-namespace",
    value: "8191",
    why: "half-open connections beyond it are dropped and come again a second later",
  },
  {
    name: "net.ipv4.ip_local_port_range",
    scope: "network-namespace",
    value: "1024 65535",
    why: "one connection a request uses up the default range of the client's ports within seconds",
  },
  {
    name: "net.ipv4.tcp_tw_reuse",
    scope: "network-namespace",
    value: "1",
    why: "lets the client use a port again that waits in TIME_WAIT",
  },
  {
    name: "net.ipv4.tcp_fin_timeout",
    scope: "network-namespace",
    value: "15",
    why: "half-closed connections let go of their memory after 15 s instead of 60",
  },
  {
    name: "net.core.netdev_max_backlog",
    scope: "host",
    value: "8192",
    why: "loopback packets queue here for their receiver's CPU: one that is dropped costs 200 ms",
  },
  {
    name: "nofile.soft",
    scope: "container",
    value: "65536",
    why: "every connection is an open file, on both sides",
  },
  {
    name: "nofile.hard",
    scope: "container",
    value: "131072",
    why: "servers that raise their own soft limit stop here",
  },
];

const profiles: Record<TuningProfileId, readonly ReasonedKnob[]> = { none: [], throughput };

/** The limits that a profile asks for. */
export function knobsOf(profile: TuningProfileId): readonly Knob[] {
  return profiles[profile].map(({ name, scope, value }) => ({ name, scope, value }));
}

/** Why a knob is in a profile, in one line; undefined for one that is in none. */
export function whyKnob(name: string): string | undefined {
  return throughput.find((knob) => knob.name === name)?.why;
}
