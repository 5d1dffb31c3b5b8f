import type { LoadRequest } from "@stackbench/model";

/** A request and what somebody says of its right answers; what they do not say is learnt. */
export type AskedRequest = Omit<LoadRequest, "expect"> & { wanted: Partial<LoadRequest["expect"]> };
