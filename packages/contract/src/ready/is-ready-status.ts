/**
 * Whether an answer tells that an app is up. `path`: what was asked in place of `/healthz`, of an app that has none and
 * may say that it has nothing there either.
 */
export function isReadyStatus(status: number, path: string | undefined): boolean {
  return path === undefined ? status === 200 : status < 500;
}
