const MAX_CHARACTERS = 40;

/** What names are written with. No slash, colon, at sign or control: nothing that begins an address, of the web or of mail. */
const PLAIN = new RegExp(`^[\\p{L}\\p{M}\\p{N} &'’.,()+-]{1,${MAX_CHARACTERS}}$`, "u");
/** `evil.example` becomes a link by itself in most readers of mail. */
const LINKED = /[.,]\S/u;
/** Something to be called. */
const TELEPHONE = /\p{N}[\p{N} ().+-]{4,}/u;

/**
 * An organization's name as it may stand in a mail to somebody who did not ask for it. Anybody may make an organization, call it what
 * they like and invite whom they like: a name that could lead somewhere else, or say more than a name, is left out.
 *
 * @returns null for a name that stays out
 */
export function nameInMail(name: string): string | null {
  const plain = name.normalize("NFKC").trim();
  return PLAIN.test(plain) && !LINKED.test(plain) && !TELEPHONE.test(plain) ? plain : null;
}
