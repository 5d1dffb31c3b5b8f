export { connectTo, type Engine } from "./connect-to.ts";
export { createSwarmDriver } from "./driver.ts";
export { type BringImage, imageBringer } from "./bring-image.ts";
export { loadImageOf } from "./load-image-of.ts";
export { openOverlay } from "./overlay.ts";
export { placeRoles, type Placement } from "./place-roles.ts";
export { readRegistry } from "./registry.ts";
export { readNodes, type SwarmNode } from "./nodes.ts";
export { runService } from "./service.ts";
