import type { SealedColumn } from "@gatehouse/db";
import { sealedTotp } from "./mfa/totp.ts";
import { sealedPasswords } from "./passwords/passwords.ts";
import { sealedSigningKeys } from "./tokens/signing-keys.ts";

/** What this package keeps under `APP_SECRET`, for whoever rotates its keys. */
export const authSealed: readonly SealedColumn[] = [...sealedPasswords, ...sealedTotp, sealedSigningKeys];
