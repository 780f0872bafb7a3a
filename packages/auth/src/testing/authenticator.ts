import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from "@simplewebauthn/server";
import { isoCBOR } from "@simplewebauthn/server/helpers";

/** What an authenticator is, where it differs from a phone that syncs: user verified, backed up, counting nothing. */
export interface AuthenticatorTraits {
  /** Counts its signatures, and never leaves its device. */
  readonly counts?: boolean;
  /** The page that it is used on. */
  readonly origin?: string;
}

/** What goes wrong with one answer: a page, a host name, a challenge, a person or a counter that is not the right one. */
export interface Twist {
  readonly origin?: string;
  readonly rpId?: string;
  readonly challenge?: string;
  readonly userVerified?: boolean;
  readonly counter?: number;
  readonly userHandle?: string | null;
  readonly type?: string;
}

/** An authenticator and the browser around it, in software: real keys, real signatures, no attestation. */
export interface Authenticator {
  /** Answers `navigator.credentials.create`. @throws Error as a browser does, when it holds an excluded passkey */
  create(options: PublicKeyCredentialCreationOptionsJSON, twist?: Twist): RegistrationResponseJSON;
  /** Answers `navigator.credentials.get` with the newest passkey that is allowed. @throws Error when there is none */
  get(options: PublicKeyCredentialRequestOptionsJSON, twist?: Twist): AuthenticationResponseJSON;
}

interface Held {
  readonly id: string;
  readonly rpId: string;
  readonly userHandle: string;
  readonly privateKey: KeyObject;
  counter: number;
}

const FLAGS = { userPresent: 0x01, userVerified: 0x04, backupEligible: 0x08, backedUp: 0x10, attested: 0x40 };
const CREDENTIAL_ID_BYTES = 32;
const AAGUID = Buffer.alloc(16);
const sha256 = (data: string | Buffer): Buffer => createHash("sha256").update(data).digest();
const bytesOf = (base64url: string | undefined) => new Uint8Array(Buffer.from(base64url ?? "", "base64url"));

/** An ES256 public key as COSE writes it: RFC 9053 section 7.1.1. */
function coseKeyOf(publicKey: KeyObject): Uint8Array {
  const { x, y } = publicKey.export({ format: "jwk" });
  const entries: [number, number | Uint8Array][] = [
    [1, 2],
    [3, -7],
    [-1, 1],
    [-2, bytesOf(x)],
    [-3, bytesOf(y)],
  ];
  return isoCBOR.encode(new Map(entries));
}

/** @see WebAuthn level 3 section 6.1 */
function authenticatorData(rpId: string, flags: number, counter: number, attested: Buffer = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt8(flags);
  head.writeUInt32BE(counter, 1);
  return Buffer.concat([sha256(rpId), head, attested]);
}

function attestedOf(id: string, publicKey: KeyObject): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(CREDENTIAL_ID_BYTES);
  return Buffer.concat([AAGUID, length, bytesOf(id), coseKeyOf(publicKey)]);
}

/** Makes an authenticator without passkeys. */
export function createAuthenticator(traits: AuthenticatorTraits = {}): Authenticator {
  const { counts = false, origin = "http://localhost:5173" } = traits;
  const held: Held[] = [];
  const flagsOf = ({ userVerified = true }: Twist): number =>
    FLAGS.userPresent | (userVerified ? FLAGS.userVerified : 0) | (counts ? 0 : FLAGS.backupEligible | FLAGS.backedUp);
  const clientData = (type: string, challenge: string, twist: Twist): Buffer => {
    const said = { type: twist.type ?? type, challenge: twist.challenge ?? challenge, origin: twist.origin ?? origin };
    return Buffer.from(JSON.stringify({ ...said, crossOrigin: false }));
  };

  return {
    create({ challenge, rp, user, excludeCredentials = [] }, twist = {}) {
      if (excludeCredentials.some(({ id }) => held.some((passkey) => passkey.id === id)))
        throw new Error("InvalidStateError");
      const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
      const id = randomBytes(CREDENTIAL_ID_BYTES).toString("base64url");
      const rpId = rp.id ?? "";
      held.push({ id, rpId, userHandle: user.id, privateKey, counter: 0 });
      const flags = flagsOf(twist) | FLAGS.attested;
      const authData = authenticatorData(twist.rpId ?? rpId, flags, 0, attestedOf(id, publicKey));
      const attestation = new Map<string, string | Map<string, string> | Uint8Array>([
        ["fmt", "none"],
        ["attStmt", new Map()],
        ["authData", new Uint8Array(authData)],
      ]);
      return {
        id,
        rawId: id,
        type: "public-key",
        clientExtensionResults: { credProps: { rk: true } },
        response: {
          clientDataJSON: clientData("webauthn.create", challenge, twist).toString("base64url"),
          attestationObject: Buffer.from(isoCBOR.encode(attestation)).toString("base64url"),
          transports: counts ? ["usb"] : ["internal", "hybrid"],
        },
      };
    },

    get({ challenge, rpId, allowCredentials = [] }, twist = {}) {
      const isAllowed = (id: string) => allowCredentials.length === 0 || allowCredentials.some((one) => one.id === id);
      const passkey = held.findLast((one) => one.rpId === rpId && isAllowed(one.id));
      if (!passkey) throw new Error("NotAllowedError");
      if (counts) passkey.counter += 1;
      const authData = authenticatorData(twist.rpId ?? passkey.rpId, flagsOf(twist), twist.counter ?? passkey.counter);
      const clientDataJSON = clientData("webauthn.get", challenge, twist);
      const signature = sign("sha256", Buffer.concat([authData, sha256(clientDataJSON)]), passkey.privateKey);
      const userHandle = twist.userHandle === undefined ? passkey.userHandle : twist.userHandle;
      return {
        id: passkey.id,
        rawId: passkey.id,
        type: "public-key",
        clientExtensionResults: {},
        response: {
          clientDataJSON: clientDataJSON.toString("base64url"),
          authenticatorData: authData.toString("base64url"),
          signature: signature.toString("base64url"),
          ...(userHandle !== null && { userHandle }),
        },
      };
    },
  };
}
