import type { Work } from "@gatehouse/db";
import { digestOf, newToken } from "@gatehouse/kernel/secrets";
import { and, eq, gt } from "drizzle-orm";
import { refusal } from "../errors.ts";
import { links } from "./schema.ts";

/** What a link may be for. A token of one purpose is refused for another, and not spent by it. */
export type LinkPurpose = "reset" | "confirm-email" | "cancel-email" | "not-me" | "cancel-factor-reset" | "download";

/** A link that is asked for. */
export interface NewLink {
  readonly purpose: LinkPurpose;
  readonly userId: string;
  readonly seconds: number;
  readonly detail?: Record<string, unknown>;
  /** Leaves the older links of the same person and purpose alive. */
  readonly keepsOlder?: true;
}

/** What a spent or seen link was for. */
export interface OpenedLink {
  readonly userId: string;
  readonly detail: Record<string, unknown>;
}

const live = ({ now }: Work, purpose: LinkPurpose, token: string) =>
  and(eq(links.digest, digestOf(token)), eq(links.purpose, purpose), gt(links.expiresAt, now));

/** Makes a link's token. The older links of the same person and purpose are void, unless it says otherwise. */
export async function issueLink(
  work: Work,
  { purpose, userId, seconds, detail = {}, keepsOlder }: NewLink,
): Promise<string> {
  const token = newToken(purpose);
  if (!keepsOlder) await voidLinks(work, userId, purpose);
  await work.tx.insert(links).values({
    digest: digestOf(token),
    purpose,
    userId,
    detail,
    createdAt: work.now,
    expiresAt: new Date(work.now.getTime() + seconds * 1000),
  });
  return token;
}

/** Voids a person's links of one purpose. */
export async function voidLinks({ tx }: Work, userId: string, purpose: LinkPurpose): Promise<void> {
  await tx.delete(links).where(and(eq(links.userId, userId), eq(links.purpose, purpose)));
}

/** Looks at a link without spending it. @throws AppError `auth.link_invalid` */
export async function seeLink(work: Work, purpose: LinkPurpose, token: string): Promise<OpenedLink> {
  const [link] = await work.tx
    .select()
    .from(links)
    .where(live(work, purpose, token));
  if (!link) throw refusal("auth.link_invalid");
  return link;
}

/** Spends a link: of many at once, one succeeds. @throws AppError `auth.link_invalid` */
export async function spendLink(work: Work, purpose: LinkPurpose, token: string): Promise<OpenedLink> {
  const [link] = await work.tx
    .delete(links)
    .where(live(work, purpose, token))
    .returning();
  if (!link) throw refusal("auth.link_invalid");
  return link;
}
