import type { Scaling, Sitting } from "@stackbench/model";

/** A sitting whose replicas neither come nor go, to whoever looks at them. */
export function unscaled({
  services,
  containers = [],
}: Pick<Sitting, "services" | "containers">): Scaling {
  const serving = [...services, ...containers]
    .filter(({ name }) => name === "app")
    .map((handle, index) => ({ replica: index + 1, handle }));
  return {
    serving: () => serving,
    follow: () => () => {},
    scaleTo: () => Promise.reject(new Error("expected a sitting that can be scaled")),
  };
}
