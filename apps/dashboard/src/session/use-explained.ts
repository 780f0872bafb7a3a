import type { Permission } from "@gatehouse/api";
import { useSession } from "./session.ts";

const NEEDED: readonly Permission[] = ["organization:read", "member:read"];

/** Whether the person's role shows them, in the organization at that address, why they may and may not. A role of its own may not. */
export function useExplained(slug: string | undefined): boolean {
  const organization = useSession()?.organizations.find((each) => each.slug === slug);
  return organization !== undefined && NEEDED.every((permission) => organization.permissions.includes(permission));
}
