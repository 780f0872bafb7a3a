import type { RequestInfo } from "@gatehouse/db";
import { AppError } from "@gatehouse/kernel";
import type { AuthLimits } from "../deps.ts";
import type { Gate } from "../gate/gate.ts";
import type { KeyActor } from "../gate/key-actor.ts";
import { isApiKey } from "./format.ts";
import { type KeyOutcomes, USED } from "./outcomes.ts";

interface KeyDeskDeps {
  readonly gate: Pick<Gate, "admitKey">;
  readonly limits: Pick<AuthLimits, "spend">;
  readonly outcomes: KeyOutcomes;
}

/** Where API keys come in, whatever the door: tRPC's, and every other one that takes them. */
export function createKeyDesk({ gate, limits, outcomes }: KeyDeskDeps) {
  return {
    /**
     * Makes an actor of a key as it was sent. A slip of the finger is seen without asking anybody.
     *
     * @returns null for what is no key, and for one that is unknown, over or revoked
     * @throws AppError `api_key.ip_not_allowed`, `auth.unavailable`
     */
    admit: async (request: RequestInfo, key: string): Promise<KeyActor | null> =>
      isApiKey(key) ? gate.admitKey(request, key) : null,

    /**
     * Decides about one call of a key, within the key's own limit, and counts how it ended.
     *
     * @param decide throws the refusal that the call is to get
     * @throws AppError `limits.exceeded`, `limits.unavailable`; whatever `decide` throws
     */
    async counted<Result>(actor: KeyActor, request: RequestInfo, decide: () => Promise<Result>): Promise<Result> {
      const key = { keyId: actor.keyId, organizationId: actor.personalOrganizationId };
      try {
        await limits.spend("apiKeyCalls", actor.keyId);
        const result = await decide();
        outcomes.note(key, USED, request);
        return result;
      } catch (error) {
        if (error instanceof AppError) outcomes.note(key, error.code, request);
        throw error;
      }
    },

    /** Writes what was counted, now. */
    flush: outcomes.flush,
    /** The same, for good. */
    stop: outcomes.stop,
  };
}

export type KeyDesk = ReturnType<typeof createKeyDesk>;
