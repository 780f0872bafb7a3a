export { type Authenticator, type AuthenticatorTraits, createAuthenticator, type Twist } from "./authenticator.ts";
export { createBrowser } from "./browser.ts";
export { createInstanceAdmin } from "./instance-admin.ts";
export { writePlacesFile } from "./places-file.ts";
export { createWorld, GOOD_PASSWORD, type Person, TOTP_SECRET, type World, type WorldOptions } from "./world.ts";
