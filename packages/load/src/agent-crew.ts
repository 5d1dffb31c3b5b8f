import { launchAll, type Agent, type AskOptions } from "@stackbench/lines";
import {
  HostError,
  type AgentProgram,
  type ClosedLoad,
  type LoadOfNode,
  type LoadPlace,
  type LoadSpec,
  type OpenLoad,
  type WarmUp,
  type WarmUpWanted,
} from "@stackbench/model";
import { mergeReports } from "./merge-reports.ts";
import { mergeWarmUps } from "./merge-warm-ups.ts";
import { NodeClock } from "./node-clock.ts";
import { loadProtocol, type AgentReport } from "./protocol.ts";
import { connectionsOn } from "./share-of-node.ts";

type LoadAgentProgram = Agent<typeof loadProtocol>;

/** A report of all nodes: with what each saw, where there are several. */
type CrewReport = Omit<AgentReport, "load"> & {
  load: Omit<ClosedLoad, "generator" | "warmUp"> | Omit<OpenLoad, "generator" | "warmUp">;
};

type Limits = Pick<AskOptions<never>, "lastsMs" | "signal">;
type Watched = Limits & { onProgress(progress: number): void };

/** Time for a moment to be told to all nodes before it comes, ms; where it was too short it is doubled. */
const shortestLeadMs = 50;
/** Beside it, of the longest way there and back. */
const leadRoundTrips = 4;

interface Member {
  agent: LoadAgentProgram;
  clock: NodeClock;
}

/**
 * The generator's programs on all load nodes, asked as if they were one. What is to begin together begins at a moment that each is told
 * by its own clock. One that says nothing fails for all: the others are ended with the session.
 */
export class AgentCrew {
  readonly #members: readonly Member[];
  #spec: LoadSpec | undefined;

  /** Throws what launching throws; none runs then. */
  static async launch(
    place: LoadPlace,
    agent: AgentProgram,
    name: string,
    nodes = 1,
  ): Promise<AgentCrew> {
    const launchers = [place, ...(place.otherLoads ?? [])].slice(0, nodes);
    if (launchers.length < nodes) {
      throw new Error(`expected ${nodes} load nodes, got ${launchers.length}`);
    }
    const agents = await launchAll(
      { entry: { agent }, arguments: [] },
      loadProtocol,
      launchers.map((launcher, node) => ({
        launcher,
        name: nodes === 1 ? name : `${name} on load node ${node + 1} of ${nodes}`,
      })),
    );
    return new AgentCrew(agents.map((one) => ({ agent: one, clock: new NodeClock() })));
  }

  private constructor(members: readonly Member[]) {
    this.#members = members;
  }

  /** Gives the generator's version. */
  async open(spec: LoadSpec): Promise<string> {
    if ((spec.nodes ?? 1) !== this.#members.length) {
      throw new Error(`expected a load on ${this.#members.length} nodes, got ${spec.nodes ?? 1}`);
    }
    this.#spec = spec;
    const [first] = await this.#all(({ agent }, node) =>
      agent.ask("open", { spec, ...(this.#isOne ? {} : { node }) }),
    );
    return first!.version;
  }

  async prepare(limits: Limits): Promise<void> {
    await this.#all(({ agent }) => agent.ask("prepare", null, limits));
    if (this.#isOne) return;
    // One after the other: the ways of two at a time would lengthen each other.
    for (const { agent, clock } of this.#members) {
      await clock.compare(() => agent.ask("clock", null, limits));
    }
  }

  async begin(wanted: WarmUpWanted, limits: Limits): Promise<WarmUp> {
    const startMs = this.#soonMs();
    const { bestPerSecond } = wanted;
    // Each sees its share of the answers.
    const own = bestPerSecond
      ? { ...wanted, bestPerSecond: bestPerSecond / this.#members.length }
      : wanted;
    return mergeWarmUps(
      await this.#all(({ agent, clock }) =>
        agent.ask(
          "begin",
          { ...own, ...(this.#isOne ? {} : { startMs: clock.there(startMs) }) },
          limits,
        ),
      ),
    );
  }

  /** The window, under load that runs: resolves at its end. Progress is in requests/s of all. */
  async mark(seconds: number, { onProgress, signal }: Watched): Promise<void> {
    const limits = { lastsMs: seconds * 1000, ...(signal && { signal }) };
    if (this.#isOne) {
      await this.#members[0]!.agent.ask("mark", { seconds }, { ...limits, onProgress });
      return;
    }
    await this.#aim(seconds, signal);
    const rates = this.#members.map(() => 0);
    await this.#all(({ agent }, node) =>
      agent.ask("pass", null, {
        ...limits,
        onProgress: (rate) => {
          rates[node] = rate;
          if (node === 0) onProgress(rates.reduce((sum, each) => sum + each, 0));
        },
      }),
    );
  }

  /** One that stood still may hear of the window only when it has begun: then a later one is agreed. */
  async #aim(seconds: number, signal: AbortSignal | undefined): Promise<void> {
    const limits = signal ? { signal } : {};
    for (let factor = 1; factor <= 2 ** mostDoublings; factor *= 2) {
      const fromMs = this.#soonMs(factor);
      const told = await this.#all(({ agent, clock }) =>
        agent.ask("aim", { fromMs: clock.there(fromMs), seconds }, limits),
      );
      if (told.every(({ inTime }) => inTime)) return;
    }
    const waitedMs = Math.round(this.#leadMs * 2 ** mostDoublings);
    throw new HostError(
      `expected ${this.#members.length} load nodes to begin a window together, but one heard of it only when it had begun, though told ${waitedMs} ms before: is its machine overloaded, or the way to it slow?`,
    );
  }

  /** Of one node alone, as `refuses` has it. */
  async exhaust(
    bounds: { requests: number; atMostSeconds: number },
    watched: Watched,
  ): Promise<void> {
    await this.#members[0]!.agent.ask("exhaust", bounds, watched);
  }

  async drain(limits: Limits): Promise<void> {
    await this.#all(({ agent }) => agent.ask("drain", null, limits));
  }

  async report(limits: Limits): Promise<CrewReport> {
    const reports = await this.#all(({ agent }) => agent.ask("report", null, limits));
    const merged = mergeReports(reports);
    if (this.#isOne) return merged;
    const byNode = reports.map(({ load }, node): LoadOfNode => {
      const connections = connectionsOn(node, this.#spec!);
      return { ...load, connections, edgeErrorMs: this.#members[node]!.clock.errorMs };
    });
    // All are of one kind of loop, as the spec has it.
    return { ...merged, load: { ...merged.load, byNode } as CrewReport["load"] };
  }

  async end(): Promise<void> {
    await Promise.all(this.#members.map(({ agent }) => agent.end()));
  }

  get #isOne(): boolean {
    return this.#members.length === 1;
  }

  get #leadMs(): number {
    const roundTrips = this.#members.map(({ clock }) => clock.roundTripMs);
    return shortestLeadMs + leadRoundTrips * Math.max(...roundTrips);
  }

  /** By the clock here. */
  #soonMs(factor = 1): number {
    return performance.now() + factor * this.#leadMs;
  }

  #all<Reply>(ask: (member: Member, node: number) => Promise<Reply>): Promise<Reply[]> {
    return Promise.all(this.#members.map(ask));
  }
}

/** Beyond that a window would be waited for too long. */
const mostDoublings = 6;
