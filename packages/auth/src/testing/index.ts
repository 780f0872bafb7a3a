export { createWorld, GOOD_PASSWORD, type Person, TOTP_SECRET, type World, type WorldOptions } from "./world.ts";
