/** The images that all others are built on, by the build argument that names them. */
export const officialBases = {
  DEBIAN_IMAGE: "debian:trixie-slim",
  NODE_IMAGE: "node:24-trixie-slim",
  PYTHON_IMAGE: "python:3.13-slim-trixie",
  GO_IMAGE: "golang:1.24-trixie",
  RUST_IMAGE: "rust:1.90-slim-trixie",
  NGINX_IMAGE: "nginx:stable-trixie",
  POSTGRES_IMAGE: "postgres:17-trixie",
} as const;

export type BaseName = keyof typeof officialBases;
export const baseNames = Object.keys(officialBases) as BaseName[];

/** The bases that a Dockerfile takes as build arguments. */
export function basesOf(dockerfile: string): BaseName[] {
  return baseNames.filter((name) => asksFor(dockerfile, name));
}

/** Whether a Dockerfile takes this build argument. */
export function asksFor(dockerfile: string, name: string): boolean {
  return new RegExp(`^\\s*ARG\\s+${name}\\b`, "im").test(dockerfile);
}
