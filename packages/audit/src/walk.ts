import { contentOf, type Facts, isImpersonal, type PersonalFacts, personalDigestOf, sealOf } from "./chain.ts";

/** A seal and what it seals, as they were found. */
export interface Entry {
  readonly position: number;
  readonly eventId: string;
  readonly hash: string;
  readonly personalDigest: string | null;
  readonly salt: string | null;
  /** Null where the event is gone; a digest where a file leaves it out. */
  readonly event: (Facts & PersonalFacts) | string | null;
}

/** A place in a chain: how far, which event, and its seal. */
export interface Place {
  readonly position: number;
  readonly eventId: string;
  readonly hash: string;
}

/** What a verification found. `checked` counts the events that were looked at, up to the first bad one. */
export interface Verdict {
  readonly valid: boolean;
  readonly checked: number;
  readonly firstBad: { readonly id: string } | null;
}

/** The event that says that a person, its target, was erased. */
export const ERASURE = "audit.person_erased";

type Personal = "whole" | "emptied" | "changed";

function personalOf({ personalDigest, salt }: Entry, event: PersonalFacts): Personal {
  if (personalDigest === null) return salt === null && isImpersonal(event) ? "whole" : "changed";
  if (salt === null) return isImpersonal(event) ? "emptied" : "changed";
  return personalDigestOf(event, salt) === personalDigest ? "whole" : "changed";
}

/**
 * Goes along a chain, seal by seal, in the order of positions, and stops at the first that does not hold.
 *
 * @param from where to begin: what a signed start says, or null for the very first
 */
export function createWalk(chain: string, from: Place | null) {
  let last: Place = from ?? { position: 0, eventId: "", hash: "" };
  let checked = 0;
  let bad: string | null = null;
  /** By person, the first event without the personal part that it was sealed with; none is left once their erasure was met. */
  const emptied = new Map<string, string>();

  /** Takes note of what is empty, and whether somebody may have emptied it. */
  function isExplained(event: Facts, personal: Personal): boolean {
    if (event.action === ERASURE && event.target !== null) emptied.delete(event.target);
    if (personal !== "emptied") return personal === "whole";
    // What nobody did whom the gate knew is erased with the person whom it was about.
    const person = event.actorId ?? event.target;
    if (person === null) return false;
    if (!emptied.has(person)) emptied.set(person, event.id);
    return true;
  }

  function holds(entry: Entry): boolean {
    const { position, eventId, hash, personalDigest, event } = entry;
    if (event === null || position !== last.position + 1) return false;
    const isSkipped = typeof event === "string";
    if (!isSkipped && (event.id !== eventId || !isExplained(event, personalOf(entry, event)))) return false;
    const content = isSkipped ? event : contentOf(event);
    const previous = last.position === 0 ? null : last.hash;
    return sealOf({ chain, position, previous, content, personalDigest }) === hash;
  }

  return {
    /** How far it came. */
    position: (): number => last.position,
    /** @returns false at the first seal that does not hold, and from then on */
    step(entry: Entry): boolean {
      if (bad !== null) return false;
      checked += 1;
      if (holds(entry)) last = entry;
      else bad = entry.eventId;
      return bad === null;
    },
    /** The persons in whose events something is empty, without an event on the way that says why; of each the first event. */
    unexplained: (): ReadonlyMap<string, string> => emptied,
    /** @param to what a signed checkpoint says of the end; null where there is none, which is right for an empty chain alone */
    end(to: Place | null): Verdict {
      const isReached = to === null ? last.position === 0 : to.position === last.position && to.hash === last.hash;
      if (bad === null && !isReached) bad = to !== null && to.position >= last.position ? to.eventId : last.eventId;
      return { valid: bad === null, checked, firstBad: bad === null ? null : { id: bad } };
    },
  };
}
