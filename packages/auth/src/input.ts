import { z } from "zod";
import { LOCALES, PASSWORD } from "./config.ts";

const MAX_EMAIL = 254;
const MAX_NAME = 100;
const MAX_SLUG = 48;
const MAX_TOKEN = 200;
const MAX_ID = 64;
const MAX_PERMISSION = 64;
const MAX_CODE = 64;
const MAX_PROOF = 4_000;

const EMAIL_WRONG = "Enter a complete e-mail address.";
/** An address as it is kept: without space around it, in lower case. RFC 5321 section 4.5.3.1 bounds it, and what stands before the @. */
export const emailInput = z
  .string()
  .max(MAX_EMAIL)
  .trim()
  .toLowerCase()
  .pipe(z.email({ error: EMAIL_WRONG, abort: true }).regex(/^.{1,64}@/, EMAIL_WRONG));
/** A password as typed: nothing trimmed. What a new one must be like is judged apart, with the reason. */
export const passwordInput = z
  .string()
  .min(1, "Enter a password.")
  .refine((text) => [...text].length <= PASSWORD.maxCharacters, `Use at most ${PASSWORD.maxCharacters} characters.`);
/** Something that can be seen, and nothing that ends a line or turns it around: a name stands among others, in lists and in mail. UAX 9 section 2. */
const NAME = /^(?=.*[\p{L}\p{N}\p{P}\p{S}])[^\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+$/u;
export const nameInput = z
  .string()
  .trim()
  .max(MAX_NAME, `Use at most ${MAX_NAME} characters.`)
  .regex(NAME, { error: "Enter a name, on one line.", abort: true });
/** What names an organization in a URL: as `slugOf` makes it of a name. */
export const slugInput = z
  .string()
  .max(MAX_SLUG, `Use at most ${MAX_SLUG} characters.`)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "Use a-z, 0-9 and single dashes between them.");
/** A code as typed: six digits or a recovery code, spaces and dashes anywhere. */
export const codeInput = z.string().min(1, "Enter the code.").max(MAX_CODE);
/** A secret from a link. */
export const tokenInput = z.string().min(1).max(MAX_TOKEN);
/** Any id: whether it exists is the database's to say, so that a malformed id and an unknown one look alike. */
export const idInput = z.string().min(1).max(MAX_ID);
/** A permission, or a group such as `document:*`: whether the policy holds it is judged apart. */
export const permissionInput = z.string().max(MAX_PERMISSION);

/** The input of a procedure that takes none. */
export const noInput = z.strictObject({}).optional();

/** The input of a permissioned procedure: adds `organizationId`, and refuses any other key. */
export const inOrganization = <Shape extends z.core.$ZodLooseShape>(shape: Shape) =>
  z.strictObject({ organizationId: idInput, ...shape });

export const signUpInput = z.strictObject({
  email: emailInput,
  password: passwordInput,
  name: nameInput,
  proofOfWork: z.string().max(MAX_PROOF).optional(),
});
/** What `account.updateProfile` takes; what is left out stays. */
export const profileInput = z.strictObject({ name: nameInput.optional(), locale: z.enum(LOCALES).optional() });
export const signInInput = z.strictObject({ email: emailInput, password: passwordInput });
