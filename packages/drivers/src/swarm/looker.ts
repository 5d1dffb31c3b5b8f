import { cgroupMount, type TaskSpec } from "./task-of.ts";

/** With the control groups of its node to be read. */
export function withGroups(task: TaskSpec): TaskSpec {
  const { ContainerSpec: container } = task;
  const Mounts = [...(container.Mounts ?? []), cgroupMount];
  return { ...task, ContainerSpec: { ...container, Mounts } };
}

/** What does nothing but look at its node. */
export function lookerTask(Image: string): TaskSpec {
  return withGroups({
    ContainerSpec: {
      Image,
      Command: ["sleep", "infinity"],
      CapabilityDrop: ["ALL"],
      StopGracePeriod: 0,
    },
  });
}
