import { instance } from "../words/instance.ts";

/** What a grant holds, short: "People, Log". */
export const permissionsSaid = (permissions: readonly string[]): string =>
  permissions.map((permission) => instance.permissions[permission] ?? permission).join(", ");
