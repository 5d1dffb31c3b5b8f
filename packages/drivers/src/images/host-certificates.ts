import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { textFile, type ContextFile } from "./context-file.ts";

const certificateDirectory = "/usr/local/share/ca-certificates";

/** What this host trusts beside the usual authorities: builds behind it need the same. */
export async function hostCertificates(): Promise<ContextFile[]> {
  const names = await readdir(certificateDirectory).catch(() => []);
  const own = names.filter((name) => name.endsWith(".crt")).toSorted();
  const files = own.map(async (name, index): Promise<ContextFile> => {
    const bytes = await readFile(join(certificateDirectory, name));
    return { kind: "bytes", path: `certificates/host-${index + 1}.crt`, executable: false, bytes };
  });
  // The directory must be in the context even where nothing is to be added.
  return [
    textFile("certificates/README", "Certificate authorities of the host.\n"),
    ...(await Promise.all(files)),
  ];
}
