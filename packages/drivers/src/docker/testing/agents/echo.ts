// Says back what it is told, then ends with exit code 7.
import { createInterface } from "node:readline";

console.error("ready to echo");
for await (const line of createInterface({ input: process.stdin })) console.log(`echo ${line}`);
process.exitCode = 7;
