import { useSession } from "../session/session.ts";

/** Whether somebody may do something to the installation that whoever looks may not: then nothing is done about them. The server judges anew. */
export function useOutranked(permissions: readonly string[] | null): boolean {
  const mine: readonly string[] = useSession()?.instance ?? [];
  return permissions?.some((permission) => !mine.includes(permission)) ?? false;
}
