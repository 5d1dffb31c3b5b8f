import { appendFile } from "node:fs/promises";

/** To the file that the runner names; by hand there is none. */
export async function appendTo(
  variable: "GITHUB_OUTPUT" | "GITHUB_STEP_SUMMARY",
  text: string,
): Promise<void> {
  const path = process.env[variable];
  if (path !== undefined && path !== "") await appendFile(path, text);
}
