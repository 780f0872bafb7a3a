import type { Database } from "@gatehouse/db";
import type { Sealer } from "@gatehouse/kernel/secrets";
import type { Transport } from "./transport.ts";

/** A mail as the development mailbox shows it. */
export interface MailboxEntry {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly links: readonly string[];
  /** ISO 8601, when the mail was asked for. */
  readonly at: string;
}

/** A transport that keeps the mail instead of sending it: in the database, since instances share nothing else. */
export interface Mailbox extends Transport {
  /**
   * @param to only mail to this address, whatever its case
   * @returns newest first; without what a lost `APP_SECRET` sealed
   */
  list(to?: string): Promise<MailboxEntry[]>;
  clear(): Promise<void>;
}

const KEEPS = 200;
const placeOf = (id: string): string => `mailbox:${id}`;

/** The development mailbox: the last 200 mails, sealed, alive over a restart. Never for production. */
export function mailboxTransport({ sql }: Database, sealer: Sealer): Mailbox {
  return {
    async deliver({ id, to, subject, text, html, links, at }) {
      const entry: MailboxEntry = { to, subject, text, html, links, at: at.toISOString() };
      const sealed = sealer.seal(JSON.stringify(entry), placeOf(id));
      await sql`insert into mail.mailbox (id, at, sealed) values (${id}, ${at}, ${sealed}) on conflict (id) do nothing`;
      await sql`delete from mail.mailbox where id in (
        select id from mail.mailbox order by at desc, id desc offset ${KEEPS})`;
    },
    async list(to) {
      const rows = await sql<{ id: string; sealed: string }[]>`
        select id, sealed from mail.mailbox order by at desc, id desc limit ${KEEPS}`;
      const entries = rows.flatMap(({ id, sealed }) => open(sealer, id, sealed));
      return to === undefined ? entries : entries.filter((entry) => entry.to.toLowerCase() === to.toLowerCase());
    },
    async clear() {
      await sql`delete from mail.mailbox`;
    },
  };
}

function open(sealer: Sealer, id: string, sealed: string): MailboxEntry[] {
  try {
    return [JSON.parse(sealer.open(sealed, placeOf(id))) as MailboxEntry];
  } catch {
    return [];
  }
}
