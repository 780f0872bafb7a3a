export { createWorld, type Person, type World, type WorldOptions } from "./world.ts";
