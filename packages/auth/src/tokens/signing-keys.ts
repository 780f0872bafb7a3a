import { type SealedColumn, signal, type Work } from "@gatehouse/db";
import { newId } from "@gatehouse/kernel";
import type { Sealer } from "@gatehouse/kernel/secrets";
import { and, asc, gt, isNull, lte, ne, or, sql } from "drizzle-orm";
import { type CryptoKey, exportJWK, generateKeyPair, importJWK, type JWK } from "jose";
import { SIGNING_KEYS } from "../config.ts";
import { record } from "../events.ts";
import { signingKeys } from "./schema.ts";

/** The channel that says that the set of signing keys changed. */
export const KEYS_CHANNEL = "gatehouse_keys";

/** A key of our own set. Times are milliseconds since the epoch. */
export interface SigningKey {
  readonly kid: string;
  readonly publicJwk: JWK;
  readonly publicKey: CryptoKey;
  readonly privateKey: CryptoKey;
  /** Published before, used from here on. */
  readonly signsFrom: number;
  /** Until when it stays in the set; null for the newest. */
  readonly endsAt: number | null;
}

type Row = typeof signingKeys.$inferSelect;

/** RFC 8037: Ed25519. */
const CURVE = { kty: "OKP", crv: "Ed25519" } as const;
export const ALGORITHM = "EdDSA";

/** Any number, the same on every instance: one rotates, the others wait and find nothing left to do. */
const LOCK = 7_140_287;

const placeOf = (kid: string): string => `signing-key:${kid}`;

/** Where the private halves stand. */
export const sealedSigningKeys: SealedColumn = {
  holds: "signing keys",
  table: "auth.signing_keys",
  id: "kid",
  column: "private_key",
  placeOf,
};

const after = (now: Date, seconds: number): Date => new Date(now.getTime() + seconds * 1000);

/** Whether the newest key's time is about to end, so that its successor must be announced. */
function isDue(rows: readonly Row[], now: Date): boolean {
  const newest = rows.at(-1);
  return newest === undefined || after(newest.signsFrom, SIGNING_KEYS.activeSeconds - SIGNING_KEYS.leadSeconds) <= now;
}

/** When the next key begins to sign: at once when it is the first, else once everybody had the time to read of it. */
function nextStart(rows: readonly Row[], now: Date): Date {
  const newest = rows.at(-1);
  if (newest === undefined) return now;
  const announced = after(now, SIGNING_KEYS.leadSeconds).getTime();
  return new Date(Math.max(announced, after(newest.signsFrom, SIGNING_KEYS.activeSeconds).getTime()));
}

const readRows = ({ tx, now }: Work): Promise<Row[]> =>
  tx
    .select()
    .from(signingKeys)
    .where(or(isNull(signingKeys.endsAt), gt(signingKeys.endsAt, now)))
    .orderBy(asc(signingKeys.signsFrom), asc(signingKeys.kid));

const lock = ({ tx }: Work) => tx.execute(sql`select pg_advisory_xact_lock(${LOCK})`);

/** The set of signing keys as it stands in the database, and every way to change it. */
export function createSigningKeys(sealer: Sealer) {
  async function add(work: Work, signsFrom: Date): Promise<string> {
    const { tx, now } = work;
    const kid = newId("key");
    const { publicKey, privateKey } = await generateKeyPair(ALGORITHM, { crv: CURVE.crv, extractable: true });
    const { x = "" } = await exportJWK(publicKey);
    const sealed = sealer.seal(JSON.stringify(await exportJWK(privateKey)), placeOf(kid));
    await tx.insert(signingKeys).values({ kid, publicKey: x, privateKey: sealed, createdAt: now, signsFrom });
    await tx
      .update(signingKeys)
      .set({ endsAt: after(signsFrom, SIGNING_KEYS.overlapSeconds) })
      .where(and(ne(signingKeys.kid, kid), isNull(signingKeys.endsAt)));
    await tx.delete(signingKeys).where(lte(signingKeys.endsAt, now));
    await record(work, "signing_key.made", { target: kid });
    await signal(work, KEYS_CHANNEL, kid);
    return kid;
  }

  async function open({ kid, publicKey, privateKey, signsFrom, endsAt }: Row): Promise<SigningKey> {
    const publicJwk: JWK = { ...CURVE, x: publicKey, kid, alg: ALGORITHM, use: "sig" };
    const privateJwk = JSON.parse(sealer.open(privateKey, placeOf(kid))) as JWK;
    return {
      kid,
      publicJwk,
      publicKey: (await importJWK(publicJwk, ALGORITHM)) as CryptoKey,
      privateKey: (await importJWK(privateJwk, ALGORITHM)) as CryptoKey,
      signsFrom: signsFrom.getTime(),
      endsAt: endsAt?.getTime() ?? null,
    };
  }

  return {
    /** @returns the keys in the set, oldest first. @throws Error when `APP_SECRET` lacks the key that one is sealed under */
    list: async (work: Work): Promise<SigningKey[]> => Promise.all((await readRows(work)).map(open)),

    /** Announces the next key when the newest one's time is about to end; of many instances at once, one does. */
    async rotateIfDue(work: Work): Promise<boolean> {
      if (!isDue(await readRows(work), work.now)) return false;
      await lock(work);
      const rows = await readRows(work);
      if (!isDue(rows, work.now)) return false;
      await add(work, nextStart(rows, work.now));
      return true;
    },

    /** Announces a next key now, ahead of the schedule. It signs after the lead; nothing that was signed is refused. */
    async rotate(work: Work): Promise<{ kid: string }> {
      await lock(work);
      const rows = await readRows(work);
      return { kid: await add(work, rows.length === 0 ? work.now : after(work.now, SIGNING_KEYS.leadSeconds)) };
    },

    /** Takes every key out of the set and makes one that signs at once: for a key that is known to others, and after a restore. */
    async replace(work: Work): Promise<{ kid: string }> {
      await lock(work);
      await work.tx.delete(signingKeys);
      await record(work, "signing_key.retired");
      return { kid: await add(work, work.now) };
    },
  };
}

export type SigningKeys = ReturnType<typeof createSigningKeys>;
