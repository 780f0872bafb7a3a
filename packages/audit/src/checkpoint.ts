import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from "node:crypto";
import { asApplication, type SealedColumn, type Work } from "@gatehouse/db";
import type { Sealer } from "@gatehouse/kernel/secrets";
import { desc, eq, inArray } from "drizzle-orm";
import { canonical } from "./canonical.ts";
import { CHECKPOINT_KEY_DAYS } from "./config.ts";
import { signingKeys } from "./schema.ts";
import type { Place } from "./walk.ts";

/** What a checkpoint says: that a chain had this seal at this position (`head`), or that nothing before it is left on purpose (`start`). */
export interface Statement extends Place {
  readonly chain: string;
  readonly kind: "head" | "start";
  /** ISO 8601, UTC. */
  readonly signedAt: string;
}

/** A statement, signed. */
export interface Checkpoint extends Statement {
  /** The thumbprint of the public key: who knows it needs nobody's word for the key. */
  readonly kid: string;
  /** Ed25519, base64url. */
  readonly signature: string;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const placeOf = (kid: string): string => `audit-key:${kid}`;

/** What this package keeps under `APP_SECRET`, for whoever rotates its keys. */
export const auditSealed: readonly SealedColumn[] = [
  { holds: "keys that sign checkpoints", table: "audit.signing_keys", id: "kid", column: "private_key", placeOf },
];

/** The thumbprint of an Ed25519 key. @param x its public half, base64url @see RFC 7638; RFC 8037 appendix A.3 */
const thumbprintOf = (x: string): string =>
  createHash("sha256")
    .update(canonical({ crv: "Ed25519", kty: "OKP", x }))
    .digest("base64url");

/** The name in front keeps a signature of another purpose from being taken for one of these. */
const bytesOf = ({ chain, kind, position, eventId, hash, signedAt }: Statement, kid: string): Buffer =>
  Buffer.from(`gatehouse audit checkpoint ${canonical({ v: 1, chain, kind, position, eventId, hash, signedAt, kid })}`);

/** A signature, and the thumbprint of the key that it was made with. */
type Signed = Pick<Checkpoint, "kid" | "signature">;

/** What a file is signed by. */
export interface SignedFile extends Signed {
  /** The public halves of the keys whose signatures stand in it, by thumbprint (Ed25519, base64url). */
  readonly keys: Readonly<Record<string, string>>;
}

function isSignatureOf(bytes: Buffer, { kid, signature }: Signed, x: string): boolean {
  if (thumbprintOf(x) !== kid) return false;
  const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
  return verify(null, bytes, key, Buffer.from(signature, "base64url"));
}

/** Whether a checkpoint was signed with this key. @param x the public half, base64url */
export const isSignedBy = (checkpoint: Checkpoint, x: string): boolean =>
  isSignatureOf(bytesOf(checkpoint, checkpoint.kid), checkpoint, x);

/** What is left out says nothing: a file does not hold it. */
const fileBytesOf = (said: object): Buffer =>
  Buffer.from(`gatehouse audit file ${canonical(JSON.parse(JSON.stringify(said)))}`);

/** Whether what a file says of itself was signed with the key that it names. */
export function isFileSigned({ signature, ...said }: SignedFile): boolean {
  return isSignatureOf(fileBytesOf(said), { kid: said.kid, signature }, said.keys[said.kid] ?? "");
}

interface SigningKey {
  readonly kid: string;
  readonly x: string;
  readonly privateKey: KeyObject;
  readonly createdAt: Date;
}

/**
 * The keys that sign checkpoints, made here as they are needed. A public half is believed only beside a private half that is sealed under
 * `APP_SECRET`: whoever writes into the table alone makes no key of ours.
 */
export function createCheckpointKeys(sealer: Sealer) {
  const opened = new Map<string, SigningKey>();

  function open({ kid, privateKey, createdAt }: typeof signingKeys.$inferSelect): SigningKey {
    const known = opened.get(kid);
    if (known) return known;
    const key = createPrivateKey({
      key: Buffer.from(sealer.open(privateKey, placeOf(kid)), "base64url"),
      format: "der",
      type: "pkcs8",
    });
    const { x = "" } = createPublicKey(key).export({ format: "jwk" });
    const found = { kid: thumbprintOf(x), x, privateKey: key, createdAt };
    opened.set(kid, found);
    return found;
  }

  async function make({ tx, now }: Work): Promise<SigningKey> {
    const { publicKey, privateKey } = generateKeyPairSync("ed25519");
    const { x = "" } = publicKey.export({ format: "jwk" });
    const kid = thumbprintOf(x);
    const der = privateKey.export({ format: "der", type: "pkcs8" }).toString("base64url");
    await tx
      .insert(signingKeys)
      .values({ kid, publicKey: x, privateKey: sealer.seal(der, placeOf(kid)), createdAt: now });
    return { kid, x, privateKey, createdAt: now };
  }

  /** The newest key; the next when that is a year old. In a work of the application. */
  async function current(work: Work): Promise<SigningKey> {
    const [newest] = await work.tx.select().from(signingKeys).orderBy(desc(signingKeys.createdAt)).limit(1);
    const isDue = !newest || work.now.getTime() - newest.createdAt.getTime() > CHECKPOINT_KEY_DAYS * DAY_MS;
    return isDue ? make(work) : open(newest);
  }

  const signatureOf = (bytes: Buffer, { privateKey }: SigningKey): string =>
    sign(null, bytes, privateKey).toString("base64url");

  return {
    /** Signs a statement. In a work of the application. */
    async sign(work: Work, said: Omit<Statement, "signedAt">): Promise<Checkpoint> {
      const key = await current(work);
      const statement: Statement = { ...said, signedAt: work.now.toISOString() };
      return { ...statement, kid: key.kid, signature: signatureOf(bytesOf(statement, key.kid), key) };
    },

    /**
     * Signs what a file says of itself.
     *
     * @param kids the thumbprints of the keys whose signatures stand in the file
     * @returns the same, with the public halves of all keys by thumbprint
     */
    async signFile<Said extends object>(work: Work, told: Said, kids: readonly string[]): Promise<Said & SignedFile> {
      const [own, rows] = await asApplication(work, async () => [
        await current(work),
        await work.tx
          .select()
          .from(signingKeys)
          .where(inArray(signingKeys.kid, [...kids])),
      ]);
      const keys = Object.fromEntries([own, ...rows.map(open)].map(({ kid, x }) => [kid, x]));
      const said = { ...told, keys, kid: own.kid };
      return { ...said, signature: signatureOf(fileBytesOf(said), own) };
    },

    /** The public half of a key of ours, base64url; null for any other. @throws Error when `APP_SECRET` lacks the key that it is sealed under */
    async publicKeyOf(work: Work, kid: string): Promise<string | null> {
      const [row] = await asApplication(work, () => work.tx.select().from(signingKeys).where(eq(signingKeys.kid, kid)));
      return row ? open(row).x : null;
    },
  };
}

export type CheckpointKeys = ReturnType<typeof createCheckpointKeys>;
