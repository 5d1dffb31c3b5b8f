import { z } from "zod";

/** The closed set of typed warnings. Each has advice: a caution that cannot be acted on does not belong here. */
export const cautionKinds = [
  "steal",
  "background-load",
  "generator-bound",
  "network-bound",
  "network-lost",
  "misread-answers",
  "errors",
  "rate-limited",
  "generator-limit",
  "asked-anew",
  "little",
  "throttled",
  "cpus-overlap",
  "single-cpu-cluster",
  "pool-below-workers",
  "few-responses",
  "unfinished",
  "unanswered-connections",
  "unanswered-rounds",
  "other-bodies",
  "doubtful-answers",
  "debug-mode",
  "generators-disagree",
  "audit",
  "listen-overflow",
  "uneven-sharing",
  "send-lag",
  "rate-missed",
  "cut-short",
  "no-steady-state",
  "not-warm",
  "two-speeds",
  "failed-rounds",
  "noisy-host",
  "changed-conditions",
  "external-server",
  "unseen-processes",
  "replica-lost",
] as const;
export const cautionKindSchema = z.enum(cautionKinds);
export type CautionKind = z.infer<typeof cautionKindSchema>;

/** The heaviest last. */
export const severities = ["note", "unranked", "invalid"] as const;

export const cautionSchema = z.strictObject({
  kind: cautionKindSchema,
  /** `invalid` windows are kept and shown, and enter no estimate; `unranked` rows are shown without a rank. */
  severity: z.enum(severities),
  /** What was found, with its figure and the limit: "9.1 % of CPU time was stolen (limit 5 %)". */
  message: z.string(),
  /** What of a window that counts is not to be read all the same, for nothing that is compared rests on it. */
  spoils: z.literal("latency").optional(),
});
export type Caution = z.infer<typeof cautionSchema>;

const advice: Record<CautionKind, string> = {
  steal: "Other guests used this machine's CPUs. Run more rounds, or at a quieter time.",
  "background-load":
    "Other programs ran on this machine. Close them (top names them), hold one run at a time, and repeat.",
  "generator-bound":
    "The generator, not the server, was the limit. Give it more CPUs (--cpus-load) or compare CPU per request.",
  "network-bound":
    "The network between load and server, not the server, was or nearly was the limit. Put a faster one between them, or compare CPU per request.",
  "network-lost":
    "The network between the machines was away for a while, and no figure of the window is the server's. Look at what lies between them, and start the run anew.",
  "other-bodies":
    "The app answered something else under load than before it. If it may (a time, a counter), use --any-length; else it is wrong under load.",
  "doubtful-answers":
    "An error is answered faster than a page. Look at the answer (curl) and mend the app; or say what is right in a requests.http: # @expect matches /…/.",
  "debug-mode":
    "It costs time and memory that no deployment pays. Switch it off (Django: DEBUG = False, with ALLOWED_HOSTS naming whom is asked) and measure again.",
  "misread-answers":
    "The generator, not the server, is at fault. Measure this server with --generator=stackbench, without --cross-check.",
  errors:
    "The server lost requests or answered wrongly. All causes are in run.json (errors, causes, statuses); for why, read the server's log.",
  "rate-limited":
    "It is the limit that was measured, not the server. Switch it off for this machine's address, or stay below it with --rate.",
  "generator-limit":
    "A limit of this machine or of the harness, no fault of the server. Raise it (ulimit -n for files, net.ipv4.ip_local_port_range for ports), use fewer --connections, or leave --no-keep-alive out.",
  "asked-anew":
    "A client that does not ask again would lose them: a POST is not asked again. Let the server announce its end (Connection: close), or keep connections for longer.",
  little:
    "Service time, throughput and connections contradict each other. Do not trust this window.",
  throttled:
    "A CPU quota held the service back. Remove the quota, or make it part of the comparison.",
  "cpus-overlap": "Use disjoint --cpus-server and --cpus-load.",
  "single-cpu-cluster": "This shows efficiency, not scaling. Use --cpus-server with more CPUs.",
  "pool-below-workers":
    "Variants with fewer workers have fewer database connections, so the comparison is not fair to them. Use --pool with at least as many.",
  "few-responses": "Too few responses for percentiles. Use a longer --duration.",
  unfinished:
    "Requests were still unanswered at the end. Use a longer --duration or fewer connections.",
  "unanswered-connections":
    "The server holds each connection for as long as it lives. Give it more workers or threads, or ask it with --no-keep-alive or fewer --connections.",
  "unanswered-rounds":
    "A percentile that falls among requests which were never answered is no number, and slower than any. Look at the errors of those rounds (windows.csv), or hold it to an --slo, which counts them.",
  "generators-disagree":
    "The two generators measured different throughput. Look at both before you trust either.",
  audit: "The database disagrees with the acknowledged answers.",
  "listen-overflow":
    "The kernel dropped new connections because nobody accepted them in time. Raise the server's backlog and somaxconn (--tuning=throughput), or use fewer connections.",
  "uneven-sharing":
    "Some processes had far more to do than others, and the figures hang on how the connections happened to fall: to who accepted first, or by the kernel's hash (SO_REUSEPORT). Use more --connections, or a proxy that shares out evenly, and look at the rounds apart.",
  "send-lag":
    "Requests left later than scheduled, so part of the latency is the generator's. Use a lower --rate, or give the generator CPUs of its own.",
  "rate-missed": "The scheduled rate was not reached. Use a lower --rate, or more --connections.",
  "cut-short":
    "The window is of fewer requests than were asked for. Give it more time (--duration), or ask for fewer --requests.",
  "no-steady-state":
    "Throughput still moved inside the window. Use a longer --warmup and --duration.",
  "not-warm":
    "What is compared is how far it came, not what it serves. Give it the time that it needs: --warmup=60s, or more.",
  "two-speeds":
    "The server draws one of two speeds when it starts and keeps it: more --rounds (starts) tell more, longer windows do not. Read withinSpeeds in the JSON for the comparison at the same speed, by which pnpm bench ab judges.",
  "external-server": "--stack=./folder does it alike for all.",
  "replica-lost":
    "The figures are of fewer replicas than were asked for. Look at the events of the window, and at what the message says of the end.",
  "unseen-processes":
    "Run the harness where the engine runs to have them, and to see steal, background load and full CPUs.",
  "failed-rounds":
    "The others are compared; a round that failed was tried again at once where its server did not come up. See the log lines in table.md.",
  "changed-conditions":
    "Its windows are of two kinds, and a verdict may owe itself to that. Start the run anew under one condition.",
  "noisy-host":
    "Other guests disturbed more rounds than are replaced. Repeat the run at a quieter time, or on another machine.",
};

/** What a person can do about it. */
export function adviceFor(kind: CautionKind): string {
  return advice[kind];
}
