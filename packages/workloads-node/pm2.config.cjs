// How pm2 runs a stack's server: in cluster mode, `$WORKERS` of them, in the folder it was started in.
module.exports = {
  apps: [
    {
      name: "app",
      script: "src/server.ts",
      cwd: process.cwd(),
      // Node itself strips the types; by the file's ending pm2 would take another runtime.
      interpreter: "node",
      exec_mode: "cluster",
      instances: Number(process.env.WORKERS),
    },
  ],
};
