import { invitations } from "@gatehouse/auth/schema";
import type { Auth } from "@gatehouse/auth/server";
import { inTenant, type OrganizationWork, type RequestInfo } from "@gatehouse/db";
import { digestOf, newToken } from "@gatehouse/kernel/secrets";
import { documents } from "./documents/schema.ts";
import type { Permission } from "./policy.ts";

/** A demo account as `pnpm dev` and the sign-in page show it. Development only; production refuses the seed. */
export interface DemoAccount {
  readonly email: string;
  readonly name: string;
  readonly role: string;
  readonly password: string;
  /** The secret of a development authenticator, base32: the sign-in page fills its codes too. */
  readonly totpSecret?: string;
}

/** Olga, who founded Acme, and one person of each other role. */
const DEMO_ACCOUNTS: readonly DemoAccount[] = [
  {
    email: "owner@acme.test",
    name: "Olga Owner",
    role: "owner",
    password: "olga keeps the master key",
    totpSecret: "OLGAOLGAOLGAOLGAOLGAOLGAOLGAOLGA",
  },
  {
    email: "admin@acme.test",
    name: "Adam Admin",
    role: "admin",
    password: "adam oils every hinge daily",
    totpSecret: "ADAMADAMADAMADAMADAMADAMADAMADAM",
  },
  { email: "member@acme.test", name: "Mira Member", role: "member", password: "mira walks through at nine" },
  { email: "viewer@acme.test", name: "Victor Viewer", role: "viewer", password: "victor looks over the wall" },
];

const DOCUMENTS = [
  ["Welcome to Acme", "This is the demo organization. Sign in as its viewer to see what a viewer may not do."],
  ["Quarterly plan", "Ship the gate.\nThen the keys.\nThen the budgets."],
  ["Incident review, 3 November", "What happened, what we learnt, and what we changed.\n\nNobody was blamed."],
] as const;

const REQUEST: RequestInfo = { id: "seed", ip: null, userAgent: null };
const FIRST_DAY = Date.UTC(2026, 10, 2, 9);
const DAY_MS = 24 * 60 * 60 * 1000;

/** Ids that are the same in every checkout. */
const fixedId = (prefix: string, number: number) => `${prefix}_${String(number).padStart(26, "0")}`;
const ACME = fixedId("org", 1);

/** Fills an empty database with the demo. A database that has it is left alone. */
export async function seedDemo(auth: Auth<Permission>): Promise<readonly DemoAccount[]> {
  if (await isSeeded(auth)) return DEMO_ACCOUNTS;
  const hashes = await Promise.all(
    DEMO_ACCOUNTS.map(({ password }, index) => auth.passwords.seal(password, fixedId("usr", index + 1))),
  );
  await auth.db.work(REQUEST, async (work) => {
    for (const [index, { email, name, totpSecret }] of DEMO_ACCOUNTS.entries()) {
      const id = fixedId("usr", index + 1);
      const organizationId = fixedId("org", index + 101);
      const made = await auth.accounts.create(work, {
        id,
        organizationId,
        email,
        name,
        passwordHash: hashes[index] ?? "",
      });
      if (!made) return;
      if (totpSecret) await auth.totp.install(work, id, totpSecret);
    }
    await inTenant(work, ACME, (tenant) => fillAcme(auth, tenant));
  });
  return DEMO_ACCOUNTS;
}

const isSeeded = (auth: Auth<Permission>): Promise<boolean> =>
  auth.db.work(REQUEST, (work) => auth.accounts.exists(work, DEMO_ACCOUNTS[0]?.email ?? ""));

async function fillAcme(auth: Auth<Permission>, work: OrganizationWork): Promise<void> {
  const ownerId = fixedId("usr", 1);
  await auth.organizations.make(work, { name: "Acme", ownerId, personal: false });
  for (const [index, { role }] of DEMO_ACCOUNTS.entries()) {
    await auth.members.add(work, { userId: fixedId("usr", index + 1), role });
  }
  await inviteGuest(work, ownerId);
  await work.tx.insert(documents).values(
    DOCUMENTS.map(([title, body], index) => {
      const at = new Date(FIRST_DAY + index * DAY_MS);
      const id = fixedId("doc", index + 1);
      return { id, organizationId: ACME, title, body, createdBy: ownerId, createdAt: at, updatedAt: at };
    }),
  );
}

/** Somebody who has not answered yet. Nobody holds the link: sending the invitation again makes one. */
async function inviteGuest({ tx, now, organizationId }: OrganizationWork, invitedBy: string) {
  await tx.insert(invitations).values({
    id: fixedId("inv", 1),
    organizationId,
    email: "guest@acme.test",
    role: "member",
    digest: digestOf(newToken("invitation")),
    invitedBy,
    createdAt: now,
    expiresAt: new Date(now.getTime() + 7 * DAY_MS),
  });
}
