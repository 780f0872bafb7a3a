import type { Work } from "@gatehouse/db";
import { and, eq, type SQL, sql } from "drizzle-orm";
import { issueLink, type OpenedLink } from "./links.ts";
import { links } from "./schema.ts";

/** What the links of a change of address carry. */
export interface EmailChangeDetail {
  /** Sorts by time. */
  readonly changeId: string;
  /** The address that the link puts in force. */
  readonly email: string;
}

/** Reads it back from a link. */
export const changeOf = ({ detail }: OpenedLink): EmailChangeDetail => ({
  changeId: String(detail.changeId),
  email: String(detail.email),
});

/** A link for the old address. Those of older changes stay alive: else whoever took an account over would change its address twice. */
export const issueCancel = (work: Work, userId: string, seconds: number, { changeId, email }: EmailChangeDetail) =>
  issueLink(work, { purpose: "cancel-email", userId, seconds, detail: { changeId, email }, keepsOlder: true });

/** The links of a person that take back the changes whose ids compare as given. */
export const cancelsOf = (userId: string, ids: SQL): SQL | undefined =>
  and(eq(links.userId, userId), eq(links.purpose, "cancel-email"), sql`${links.detail}->>'changeId' ${ids}`);
