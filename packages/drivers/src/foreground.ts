/** What is expected of an app's command that ended well and should have served. */
export const foreground =
  "expected the command to serve in the foreground, where it is measured and ended";
