import { spawn } from "node:child_process";
import { resolve } from "node:path";
import { QUIET } from "./quiet.ts";

const turbo = spawn("turbo", ["run", "build"], {
  cwd: resolve(import.meta.dirname, "../.."),
  env: { ...process.env, ...QUIET },
  stdio: "inherit",
  shell: process.platform === "win32",
});
turbo.on("close", (code) => {
  process.exitCode = code ?? 1;
});
