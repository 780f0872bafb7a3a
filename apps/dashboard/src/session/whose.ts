import { type Answers, queryClient } from "../api/client.ts";
import { sessionOptions } from "./session.ts";

let userId: string | null = null;

/**
 * Keeps in memory what was answered to one person alone. A page that stood at the gate while somebody else signed in, in another tab, still
 * holds what it asked before, and is not loaded anew on its way in.
 *
 * @param session of whoever comes in
 */
export function keepFor(session: NonNullable<Answers["session"]["current"]>): void {
  if (userId !== null && userId !== session.user.id) {
    queryClient.clear();
    queryClient.setQueryData(sessionOptions().queryKey, session);
  }
  userId = session.user.id;
}
