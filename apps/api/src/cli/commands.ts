import type { Auth } from "@gatehouse/auth/server";
import { type KeyUse, type RequestInfo, readKeyUse, resealAll, type Work } from "@gatehouse/db";
import type { Composed } from "../compose.ts";
import type { Permission } from "../policy.ts";
import { FILE_USAGE, verifyChains } from "./audit.ts";

/** What a command works on. */
export type Desk = Pick<Composed, "auth" | "db" | "sealed">;

/** One command of the admin's: what it takes, what it does, and what it answers. */
export interface Command {
  readonly says: string;
  readonly takesEmail: boolean;
  /** @returns lines for the admin. @throws Error in words for the admin */
  run(desk: Desk, email: string): Promise<readonly string[]>;
}

/** What the log knows of a command: nobody signed in asked for it. */
const REQUEST: RequestInfo = { id: "cli", ip: null, userAgent: null };

type Account = NonNullable<Awaited<ReturnType<Auth["accounts"]["find"]>>>;

/** A command about one account, in one transaction. */
const onAccount = (
  says: string,
  change: (auth: Auth<Permission>, work: Work, account: Account) => Promise<string>,
): Command => ({
  says,
  takesEmail: true,
  run: ({ auth, db }, email) =>
    db.work(REQUEST, async (work) => {
      const account = await auth.accounts.find(work, email);
      if (!account) throw new Error(`No account has the address ${email}.`);
      return [await change(auth, work, account)];
    }),
});

/** A command about the keys that sign access tokens, in one transaction; every instance hears of it. */
const onKeys = (says: string, change: (auth: Auth<Permission>, work: Work) => Promise<string>): Command => ({
  says,
  takesEmail: false,
  run: ({ auth, db }) => db.work(REQUEST, async (work) => [await change(auth, work)]),
});

/** The commands by what is typed. */
const commands: Readonly<Record<string, Command>> = {
  "admin grant": onAccount("lets a person do all that runs the installation", async ({ instance }, work, account) =>
    (await instance.operator.grant(work, account))
      ? `${account.email} may run the installation. A second factor and a step-up are asked for each time.`
      : `${account.email} may run the installation already.`,
  ),
  "admin revoke": onAccount("takes that away", async ({ instance }, work, account) =>
    (await instance.operator.revoke(work, account))
      ? `${account.email} may no longer run the installation.`
      : `${account.email} may not run the installation anyway.`,
  ),
  "admin list": {
    says: "names everybody who may run the installation",
    takesEmail: false,
    async run({ auth, db }) {
      const admins = await db.work(REQUEST, auth.instance.operator.list);
      if (admins.length === 0) return ["Nobody may run the installation yet: pnpm gatehouse admin grant EMAIL"];
      return admins.map(
        ({ email, name, grantedAt, permissions }) =>
          `${email}  ${name}  since ${grantedAt.toISOString()}  ${permissions.join(" ")}`,
      );
    },
  },
  "account disable": onAccount("closes an account and ends its sessions", async ({ account: own }, work, account) => {
    await own.disable(work, account);
    return `${account.email} is disabled, and signed out everywhere.`;
  }),
  "account enable": onAccount("opens it again", async ({ account: own }, work, account) => {
    await own.enable(work, account);
    return `${account.email} may sign in.`;
  }),
  "audit verify": {
    says: "verifies every chain of the log, as the database holds it",
    takesEmail: false,
    run: ({ auth }) => verifyChains(auth.audit),
  },
  secrets: {
    says: "re-encrypts under the current key of APP_SECRET, and says what each key still protects",
    takesEmail: false,
    run: renewSecrets,
  },
  "keys rotate": onKeys("announces the next key to sign access tokens", async ({ signingKeys }, work) => {
    const { kid } = await signingKeys.rotate(work);
    return `${kid} is published, and signs from an hour from now. What was signed before stays good.`;
  }),
  "keys replace": onKeys("takes every such key out of use at once", async ({ signingKeys }, work) => {
    const { kid } = await signingKeys.replace(work);
    return `${kid} signs from now on. What other keys signed is refused; sessions stand, and get new tokens by themselves.`;
  }),
};

/** What a key protects, and whether it may go. */
function describeKey(keyId: string, isCurrent: boolean, use: readonly KeyUse[]): string {
  const held = use.filter((one) => one.keyId === keyId).map(({ count, holds }) => `${count} ${holds}`);
  const protects = held.length === 0 ? "nothing" : held.join(", ");
  const advice = isCurrent ? "" : held.length === 0 ? "; take it out of APP_SECRET" : "; keep it";
  return `${keyId}${isCurrent ? " (current)" : ""} protects ${protects}${advice}.`;
}

/** Seals under the current key of `APP_SECRET` what older ones protect, and says what each protects now. */
async function renewSecrets({ db, sealed: { sealer, columns } }: Desk): Promise<readonly string[]> {
  const { renewed, damaged } = await resealAll(db.sql, sealer, columns);
  const use = await readKeyUse(db.sql, columns);
  return [
    `${renewed} values were sealed anew.`,
    ...(damaged > 0 ? [`${damaged} do not open, and stay as they are.`] : []),
    ...sealer.keyIds.map((keyId, at) => describeKey(keyId, at === 0, use)),
  ];
}

const line = (typed: string, says: string): string => `  ${`pnpm gatehouse ${typed}`.padEnd(40)}${says}`;

/** All of the commands, as an admin reads them. */
export const usage: string = [
  "The commands of whoever runs the installation:",
  ...Object.entries(commands).map(([name, { takesEmail, says }]) => line(`${name}${takesEmail ? " EMAIL" : ""}`, says)),
  line(...FILE_USAGE),
  "",
].join("\n");

/** What was asked for; null when it is no command, or lacks its address. */
export function readCommand(args: readonly string[]): { command: Command; email: string } | null {
  const [noun = "", verb, email, ...rest] = args;
  const name = verb === undefined ? noun : `${noun} ${verb}`;
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command || rest.length > 0 || command.takesEmail !== (email !== undefined)) return null;
  return { command, email: email?.trim().toLowerCase() ?? "" };
}
