const KEY = "gatehouse-invitation";

// Storage may be closed to us: then the link in the mail has to be opened once more.
function quietly(run: () => string | null | undefined): string | undefined {
  try {
    return run() ?? undefined;
  } catch {
    return undefined;
  }
}

/**
 * Keeps an invitation's secret while its reader signs in, or makes an account by a link that opens in another tab. It opens nothing to
 * anybody but the address it was sent to, and is kept out of every URL that a server sees.
 */
export const keepInvitation = (token: string): void => void quietly(() => void localStorage.setItem(KEY, token));

/** The invitation that waits for its reader in this browser. */
export const keptInvitation = (): string | undefined => quietly(() => localStorage.getItem(KEY));

/** Forgets it: it was accepted, or works no more, or is not wanted. */
export const forgetInvitation = (): void => void quietly(() => void localStorage.removeItem(KEY));

/** Where to go on after the gate, while an invitation waits. */
export const afterGate = (): string | undefined => (keptInvitation() === undefined ? undefined : "/invitation");
