import { ownIdentity, thisHost } from "@stackbench/host";
import type { Driver, SweepReport } from "@stackbench/model";
import { ask } from "./ask.ts";
import { bringUp } from "./bring-up.ts";
import { Departures } from "./departures.ts";
import { handOut, preparedFrom } from "./hand-out.ts";
import { hearing } from "./hearing.ts";
import { Images, type ImagesOptions } from "../images/images.ts";
import { offersFrom } from "./offer.ts";
import { probeKnobs } from "./probe-knobs.ts";
import { refusal } from "./refusal.ts";
import { SittingImages } from "./sitting-images.ts";
import { sweep } from "./sweep.ts";
import { dockerTraits } from "./traits.ts";

export interface DockerDriverOptions extends ImagesOptions {
  /** Hears what nobody waits for: what could not be removed. */
  report: (message: string) => void;
  /** As of `machineOf`. */
  machine?: string | undefined;
}

export interface DockerDriver extends Driver {
  /** With `own`, what this owner created goes too: for an end in a hurry. */
  sweep(options?: { own?: boolean }): Promise<SweepReport>;
}

/** The driver that runs each sitting as a pod of containers. */
export function createDockerDriver(options: DockerDriverOptions): DockerDriver {
  const { docker, report, machine } = options;
  const images = new Images(options);
  const host = thisHost();
  const owner = ownIdentity(host);
  const departures = new Departures();
  const sittingImages = new SittingImages(images);

  return {
    name: "docker",
    traits: dockerTraits,
    ...(machine !== undefined && { machine }),
    describe: async () => {
      const { Version: version } = await ask("ask its version", (abortSignal) =>
        hearing(docker, abortSignal).version(),
      );
      const baseImages = await images.source(report);
      const machines = machine === undefined ? {} : { machines: machine };
      return { driver: "docker", description: `Docker ${version}`, ...machines, baseImages };
    },
    refuses: (_stack, variant) => refusal(variant),
    prepare: async (stack, need, tell, signal) => {
      const found = await sittingImages.for(stack, need, tell, signal);
      return await preparedFrom(docker, found, { runId: "probe", sittingId: "probe", owner });
    },
    offer: async (knobs, signal) => {
      const image = await images.ensureBase("DEBIAN_IMAGE", report, signal);
      const createdFor = { runId: "probe", sittingId: "probe", owner };
      const found = await probeKnobs(docker, image.id, createdFor, knobs);
      // What this machine shows is not the other's.
      return offersFrom(knobs, machine === undefined ? found : { ...found, host: new Map() });
    },
    bringUp: async (request) => {
      const { stack, variant, services, runId, sittingId } = request;
      const { isProfiled = false } = request;
      const need = { services, proxy: variant.proxy, isProfiled };
      const found = await sittingImages.for(stack, need, report, request.signal);
      return await handOut(stack, { departures, sittingImages, report }, () =>
        bringUp(docker, request, found, { runId, sittingId, owner }, report),
      );
    },
    sweep: async ({ own = false } = {}) => {
      // In a hurry nothing is waited for: what is on its way out is removed with the rest.
      if (!own) await departures.all();
      return { removed: await sweep(docker, host, own ? owner : undefined) };
    },
    close: () => departures.all(),
  };
}
