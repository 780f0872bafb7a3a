import { z } from "zod";
import { anyRoleKeyInput } from "../access/role-input.ts";
import { addressRangesInput } from "../address-range-input.ts";
import { MAX_SESSION_HOURS } from "../config.ts";
import { idInput } from "../input.ts";

const MAX_LISTED = 100;
/** RFC 1035 section 2.3.4. */
const MAX_DOMAIN = 253;
const LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
const DOMAIN = new RegExp(`^(?:${LABEL}\\.)+${LABEL}$`);

const unique = (values: readonly string[]): string[] => [...new Set(values)];

/** A domain as it stands behind the `@`, with which it may be typed. */
const domainInput = z
  .string()
  .max(MAX_DOMAIN)
  .trim()
  .toLowerCase()
  .transform((text) => text.replace(/^@/, ""))
  .refine((text) => DOMAIN.test(text), "Enter domains such as example.com.");

/**
 * What an organization demands of its members, all of it: what is left empty is not demanded.
 *
 * - `mfa`: a second factor of everybody, or of these roles; owners and admins always need one
 * - `breakGlassUserId`: one owner whom the rest does not bind
 */
export const requirementShape = {
  mfa: z.union([z.literal("all"), z.array(anyRoleKeyInput).max(MAX_LISTED).transform(unique)]),
  sessionHours: z.number().int().min(1).max(MAX_SESSION_HOURS).nullable(),
  emailDomains: z.array(domainInput).max(MAX_LISTED).transform(unique),
  addressRanges: addressRangesInput(MAX_LISTED),
  breakGlassUserId: idInput.nullable(),
};
