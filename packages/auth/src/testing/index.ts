export { createWorld, GOOD_PASSWORD, type Person, type World, type WorldOptions } from "./world.ts";
