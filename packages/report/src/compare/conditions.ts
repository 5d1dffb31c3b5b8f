import {
  formatCpuSet,
  machineConditions,
  type CustomRequest,
  type RunRecord,
} from "@stackbench/model";

/**
 * What forbids to compare two runs, one line each; empty where nothing does. Whatever differs here would show as a
 * difference of the stacks. The harness's commit and patch versions of Node may differ, and so may what is compared:
 * images and versions.
 */
export function differingConditions(base: RunRecord, head: RunRecord): string[] {
  if (base.runId === head.runId) return [`both are the run ${base.runId}`];
  const heads = conditionsOf(head);
  const own = Object.entries(conditionsOf(base)).flatMap(([name, value]) =>
    difference(name, value, heads[name]!),
  );
  return [
    ...own,
    ...differingMix(base, head),
    ...differingScaling(base, head),
    ...differingRequest(base, head),
    ...differingTuning(base, head),
  ];
}

/** Every mix is one workload by name, whatever is mixed. */
function differingMix(base: RunRecord, head: RunRecord): string[] {
  const [mixed, other] = [base, head].map(({ plan: { experiment } }) =>
    (experiment.mix ?? []).map(({ workload, weight }) => `${workload}=${weight}`).join(", "),
  );
  return difference("mix", mixed!, other!);
}

/** Rules by which replicas come and go. */
function differingScaling(base: RunRecord, head: RunRecord): string[] {
  const [rules, other] = [base, head].map(({ plan: { experiment } }) =>
    experiment.autoscale === undefined ? "none" : JSON.stringify(experiment.autoscale),
  );
  return difference("rules of scaling", rules!, other!);
}

/** Apps that do not speak the contract are asked what is their own, under one name. */
function differingRequest(base: RunRecord, head: RunRecord): string[] {
  const [asked, other] = [base, head].map(({ plan }) => plan.experiment.customRequests);
  if (!asked || !other) return [];
  const isOne = asked.length === 1 && other.length === 1;
  const s = isOne ? "" : "s";
  type Part = [name: string, read: (one: CustomRequest) => string];
  const parts: Part[] = [
    [`request${s}`, ({ request: { method, path } }) => `${method} ${path}`],
    [
      `headers of the request${s}`,
      ({ request }) => JSON.stringify(Object.entries(request.headers).toSorted()),
    ],
    [`body of the request${s}`, ({ request: { body } }) => JSON.stringify(body)],
    [`status of the answer${s}`, ({ request: { expect } }) => `${expect.status}`],
    ...(isOne ? [] : [["weights", ({ weight }) => `${weight}`] satisfies Part]),
  ];
  return parts.flatMap(([name, read]) => {
    const [base, head] = [asked, other].map((all) => all.map(read).join(", "));
    return difference(name, base!, head!);
  });
}

function difference(name: string, base: string, head: string): string[] {
  // A run in which nothing was measured tells no version, and has nothing to compare.
  if (base === "" || head === "") return [];
  return base === head ? [] : [`${name}: ${base} in the base, ${head} in the head`];
}

/** Machine, protocol and plan of a run by name: all in which two runs must be equal to be compared, but for requests and kernel limits. */
export function conditionsOf(run: RunRecord): Record<string, string> {
  const { fingerprint: machine, plan, engine } = run;
  const { experiment } = plan;
  const { cpus, protocol } = experiment;
  const memory = experiment.memoryLimitBytes;
  return {
    ...machineConditions(machine),
    driver: engine.driver,
    ...(engine.machines !== undefined && { machines: engine.machines }),
    "schema version": `${run.schemaVersion}`,
    "contract version": `${run.contractVersion}`,
    "protocol version": `${protocol.version}`,
    "order of the rounds": protocol.order,
    "CPUs of the server": formatCpuSet(cpus.server),
    "CPUs of the generator": formatCpuSet(cpus.load),
    "CPUs of the database": formatCpuSet(cpus.database),
    "version of the generator": versionOfGenerator(run),
    "generator threads": `${experiment.generatorThreads}`,
    "load nodes": `${experiment.loadNodes ?? 1}`,
    "keep-alive": experiment.keepAlive ? "on" : "off",
    "streams of a connection": `${experiment.streams ?? 1}`,
    "database connections": `${experiment.databasePoolSize}`,
    "CPU limit": experiment.cpusLimit === undefined ? "none" : `${experiment.cpusLimit} CPUs`,
    "memory limit": memory === null ? "none" : `${memory} bytes`,
    "what is measured": experiment.measures ?? "load",
    "warm-up": warmUpOf(experiment),
    "length of a window":
      experiment.windowRequests === undefined
        ? `${experiment.durationSeconds} s`
        : `${experiment.windowRequests} requests`,
    "time-out of a request": `${experiment.timeoutSeconds} s`,
    "windows in a sitting": `${experiment.windowsPerSitting}`,
  };
}

function warmUpOf({ warmupSeconds, warmupAtMostSeconds }: RunRecord["plan"]["experiment"]): string {
  const most = warmupAtMostSeconds === undefined ? "" : `, ${warmupAtMostSeconds} s at most`;
  return `${warmupSeconds} s${most}`;
}

/** Ours is part of the harness, whose commit may differ. */
function versionOfGenerator({ plan, windows }: RunRecord): string {
  const [first] = plan.experiment.generators;
  const versions = windows.flatMap((window) => {
    if (window.status !== "measured" || window.planned.generator !== first) return [];
    const { from, version } = window.load.generator;
    return [from === "harness" ? "that of the harness" : version];
  });
  return listed(new Set(versions));
}

/** Effective limits of the variants that both have. What could not be read back is not held against anybody. */
function differingTuning(base: RunRecord, head: RunRecord): string[] {
  const [bases, heads] = [effectiveLimits(base), effectiveLimits(head)];
  return [...bases].flatMap(([variant, limits]) =>
    [...limits].flatMap(([name, values]) => {
      const others = heads.get(variant)?.get(name);
      if (others === undefined || listed(values) === listed(others)) return [];
      return [
        `${name} of ${variant}: ${listed(values)} in the base, ${listed(others)} in the head`,
      ];
    }),
  );
}

type Limits = Map<string, Set<string>>;

function effectiveLimits(run: RunRecord): Map<string, Limits> {
  const variants = new Map(run.plan.sittings.map(({ sittingId, variant }) => [sittingId, variant]));
  const found = new Map<string, Limits>();
  for (const { sittingId, tuning } of run.sittings) {
    const variant = variants.get(sittingId);
    if (variant === undefined) continue;
    const limits = found.get(variant) ?? new Map<string, Set<string>>();
    found.set(variant, limits);
    for (const { name, effective } of tuning.entries) {
      if (effective === null) continue;
      limits.set(name, (limits.get(name) ?? new Set()).add(effective));
    }
  }
  return found;
}

function listed(values: ReadonlySet<string>): string {
  return [...values].toSorted().join(" or ");
}
