// Threat: a schema that is stricter than browsers are, so that nobody with a real authenticator gets in.
import { expect, test } from "vitest";
import { passkeyNameOf } from "./passkey-name.ts";
import { assertionInput, registrationInput } from "./webauthn-json.ts";

const ID = "XjXQ7Y-5OLf-iAq5AH29pkGbFIMTZdj35gJaz3ZT5_A";

/** What Chromium's `toJSON()` gives after `create`, with shorter bytes. */
const MADE = {
  authenticatorAttachment: "platform",
  clientExtensionResults: { credProps: { rk: true } },
  id: ID,
  rawId: ID,
  response: {
    attestationObject: "o2NmbXRkbm9uZQ",
    authenticatorData: "SZYN5YgOjGh0NBcPZHZgW4_krrmihjLHmVzzuoMdl2NFAAAAAQ",
    clientDataJSON: "eyJ0eXBlIjoid2ViYXV0aG4uY3JlYXRlIn0",
    publicKey: "MCowBQYDK2VwAyEAqWKEYoxYjLyjuPikzbfyCObUBLfg1dmlQHLekqSpBTg",
    publicKeyAlgorithm: -8,
    transports: ["internal"],
  },
  type: "public-key",
};

/** The same after `get`. */
const GOT = {
  authenticatorAttachment: "platform",
  clientExtensionResults: {},
  id: ID,
  rawId: ID,
  response: {
    authenticatorData: "SZYN5YgOjGh0NBcPZHZgW4_krrmihjLHmVzzuoMdl2MFAAAAAg",
    clientDataJSON: "eyJ0eXBlIjoid2ViYXV0aG4uZ2V0In0",
    signature: "Ff1ut4MXdrVWOuH0Slg5rvmv_hWs8CU6t2z_QhqidwilTLBPas0LKjhP0kSlzUGab8sXcMyKcYhWmNwXRjpPCA",
    userHandle: "dXNyX3g",
  },
  type: "public-key",
};

test("what a browser gives is taken as it is", () => {
  expect(registrationInput.parse(MADE)).toEqual(MADE);
  expect(assertionInput.parse(GOT)).toEqual(GOT);
});

test("members that a browser may leave out or leave empty may be missing or null", () => {
  const { userHandle: _handle, ...response } = GOT.response;
  const { authenticatorAttachment: _attachment, clientExtensionResults: _extensions, ...rest } = GOT;
  expect(assertionInput.safeParse({ ...rest, response }).success).toBe(true);
  const nulls = { ...GOT, authenticatorAttachment: null, response: { ...response, userHandle: null } };
  expect(assertionInput.safeParse(nulls).success).toBe(true);
  const { attestationObject, clientDataJSON } = MADE.response;
  expect(registrationInput.safeParse({ ...MADE, response: { attestationObject, clientDataJSON } }).success).toBe(true);
});

test("what is not base64url, of another type, or beyond any authenticator is refused", () => {
  for (const part of [{ type: "password" }, { id: "" }, { id: "A".repeat(1_365) }, { more: 1 }]) {
    expect(assertionInput.safeParse({ ...GOT, ...part }).success).toBe(false);
  }
  for (const part of [{ signature: "a+b/" }, { signature: "A".repeat(64_001) }, { more: "A" }]) {
    expect(assertionInput.safeParse({ ...GOT, response: { ...GOT.response, ...part } }).success).toBe(false);
  }
});

const MAC =
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.3 Safari/605.1.15";

test.each([
  ["Apple Passwords", "fbfc3007-154e-4ecc-8c0b-6e020557d7bd", ["internal"], MAC],
  ["Passkey on macOS", "00000000-0000-0000-0000-000000000000", ["internal"], MAC],
  ["Security key", "00000000-0000-0000-0000-000000000000", ["usb", "nfc"], MAC],
  ["Passkey", "00000000-0000-0000-0000-000000000000", ["hybrid"], MAC],
  ["Passkey", "00000000-0000-0000-0000-000000000000", ["internal"], null],
])("a passkey that nobody named is called: %s", (name, aaguid, transports, userAgent) => {
  expect(passkeyNameOf(aaguid, transports, userAgent)).toBe(name);
});
