// Plain JavaScript on purpose: it must say its sentence on a Node that cannot read TypeScript.
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `Gatehouse needs Node 22.18 or newer, and this is ${process.versions.node}: install a newer one from https://nodejs.org.`,
  );
  process.exit(1);
}

const commands = {
  build: () => import("./dev/build.ts"),
  check: () => import("./checks/main.ts"),
  dev: () => import("./dev/main.ts"),
  start: () => import("./dev/start.ts"),
};
const command = commands[process.argv[2]];
if (!command) {
  console.error(`Say one of: ${Object.keys(commands).join(", ")}.`);
  process.exit(1);
}
await command();
