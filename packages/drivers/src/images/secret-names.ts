/** Files and folders that hold passwords, keys and tokens, by name: they belong into no image that a stack asks not for. */
const secretNames: readonly RegExp[] = [
  /^\.env$/,
  /^\.env\.(?!(example|sample|template|dist)$)/,
  /^\.envrc$/,
  // What package managers, databases and version control log in with.
  /^\.(npmrc|netrc|pypirc|pgpass|my\.cnf|git-credentials|dockercfg)$/,
  /^\.(ssh|aws|azure|gnupg|kube|docker)$/,
  /^id_(rsa|dsa|ecdsa|ed25519)/,
  /\.(pem|key|p12|pfx|jks|keystore|ppk)$/,
];

/** Whether a file or folder of this name holds secrets. Case does not matter, as on some file systems. */
export function isSecret(name: string): boolean {
  const lower = name.toLowerCase();
  return secretNames.some((pattern) => pattern.test(lower));
}
