// Threat: the gate's memory admits whom it should have forgotten, or grows with every token that anybody invents.
import { describe, expect, test } from "vitest";
import { GATE } from "../config.ts";
import { type Access, actorOf, createMemory, type Memory, type Remembered, type RememberedKey } from "./memory.ts";

const NOW = 1_000_000;
const session = (id: string, userId = "usr_1", createdAt = NOW): Remembered => ({
  sessionId: id,
  userId,
  personalOrganizationId: "org_1",
  kind: "browser",
  impersonator: null,
  digest: "digest",
  createdAt,
  expiresAt: NOW + 60_000,
  amr: ["pwd"],
  authenticatedAt: createdAt,
  freshUntil: 0,
});
const access = (version: number): Access => ({ version, memberships: new Map(), instance: new Set(), factors: [] });
const remember = (memory: Memory, digest: string, known: Remembered) =>
  memory.remember(memory.mark(), { ...known, digest }, access(0));

describe("sessions", () => {
  test("a session is found by its digest until the moment it expires", () => {
    const memory = createMemory();
    remember(memory, "digest", session("ses_1"));
    expect(memory.findSession("digest", NOW + 59_999)).toMatchObject({ sessionId: "ses_1" });
    expect(memory.findSession("digest", NOW + 60_000)).toBeNull();
    expect(memory.findSession("other", NOW)).toBeNull();
  });

  test("a session that ended is not found, whether it was remembered before or after the signal", () => {
    const memory = createMemory();
    remember(memory, "before", session("ses_1"));
    memory.hear({ ended: "session:ses_1", at: NOW });
    remember(memory, "after", session("ses_1"));
    expect([memory.findSession("before", NOW), memory.findSession("after", NOW)]).toEqual([null, null]);
    expect(memory.isEnded(session("ses_1"))).toBe(true);
    expect(memory.isEnded(session("ses_2"))).toBe(false);
  });

  test("what ended for a person are the sessions up to that moment, and not the ones after it", () => {
    const memory = createMemory();
    memory.hear({ ended: "user:usr_1", at: NOW });
    expect(memory.isEnded(session("a", "usr_1", NOW - 1))).toBe(true);
    expect(memory.isEnded(session("b", "usr_1", NOW))).toBe(true);
    expect(memory.isEnded(session("c", "usr_1", NOW + 1))).toBe(false);
    expect(memory.isEnded(session("d", "usr_2", NOW - 1))).toBe(false);
  });

  test("after a break nothing is remembered, and what ended meanwhile counts", () => {
    const memory = createMemory();
    remember(memory, "one", session("ses_1"));
    remember(memory, "two", session("ses_2"));
    memory.restart([{ subject: "session:ses_1", at: new Date(NOW) }]);
    expect([memory.findSession("one", NOW), memory.findSession("two", NOW)]).toEqual([null, null]);
    expect([memory.isEnded(session("ses_1")), memory.isEnded(session("ses_2"))]).toEqual([true, false]);
  });
});

describe("access", () => {
  test("what a person may do is known until the signal of a newer version", () => {
    const memory = createMemory();
    memory.rememberAccess(memory.mark(), "usr_1", access(1));
    expect(memory.accessOf("usr_1")).toMatchObject({ version: 1 });
    memory.hear({ user: "usr_1", version: 2 });
    expect(memory.accessOf("usr_1")).toBeNull();
  });

  test("an answer that a newer version overtook is not believed", () => {
    const memory = createMemory();
    const mark = memory.mark();
    memory.hear({ user: "usr_1", version: 2 });
    memory.rememberAccess(mark, "usr_1", access(1));
    expect(memory.accessOf("usr_1")).toBeNull();
    memory.rememberAccess(mark, "usr_1", access(2));
    expect(memory.accessOf("usr_1")).toMatchObject({ version: 2 });
  });

  test("signals that arrive out of order lower no version", () => {
    const memory = createMemory();
    memory.hear({ user: "usr_1", version: 3 });
    memory.hear({ user: "usr_1", version: 2 });
    memory.rememberAccess(memory.mark(), "usr_1", access(2));
    expect(memory.accessOf("usr_1")).toBeNull();
  });

  test("what was read before a break is not remembered after it: the signal that changed it may be lost", () => {
    const memory = createMemory();
    const mark = memory.mark();
    memory.restart([]);
    memory.rememberAccess(mark, "usr_1", access(1));
    expect(memory.accessOf("usr_1")).toBeNull();
  });
});

const key = (id: string): RememberedKey => ({
  keyId: id,
  organizationId: "org_1",
  userId: "usr_1",
  digest: `digest of ${id}`,
  permissions: [],
  isFor: () => true,
  createdAt: NOW,
  endsAt: NOW + 60_000,
  version: 0,
});
const rememberKey = (memory: Memory, id: string) => memory.rememberKey(memory.mark(), key(id), access(0));

describe("keys", () => {
  test("a key is found by its digest, until it ended, whether it was remembered before or after the signal", () => {
    const memory = createMemory();
    rememberKey(memory, "apk_1");
    expect(memory.findKey("digest of apk_1")).toMatchObject({ keyId: "apk_1" });
    expect(memory.findKey("digest of apk_2")).toBeNull();
    memory.hear({ ended: "key:apk_1", at: NOW });
    expect(memory.findKey("digest of apk_1")).toBeNull();
    rememberKey(memory, "apk_1");
    expect(memory.findKey("digest of apk_1")).toBeNull();
  });

  test("the end of its maker's sessions is no end of a key; the rise of the version is one of what is known", () => {
    const memory = createMemory();
    rememberKey(memory, "apk_1");
    memory.hear({ ended: "user:usr_1", at: NOW });
    expect(memory.findKey("digest of apk_1")).not.toBeNull();
    memory.hear({ user: "usr_1", version: 1 });
    expect(memory.accessOf("usr_1")).toBeNull();
  });

  test("after a break no key is remembered, nor one that was being read over it", () => {
    const memory = createMemory();
    rememberKey(memory, "apk_1");
    const mark = memory.mark();
    memory.restart([]);
    memory.rememberKey(mark, key("apk_2"), access(0));
    expect([memory.findKey("digest of apk_1"), memory.findKey("digest of apk_2")]).toEqual([null, null]);
    expect(memory.accessOf("usr_1")).toBeNull();
  });
});

describe("bounds", () => {
  test("no more keys are kept than the bound, and forgetting that one ended does not revive it", () => {
    const memory = createMemory();
    rememberKey(memory, "ended");
    memory.hear({ ended: "key:ended", at: NOW });
    for (let at = 0; at < GATE.entries; at += 1) memory.hear({ ended: `key:other ${at}`, at: NOW });
    expect(memory.isKeyEnded(key("ended"))).toBe(false);
    expect(memory.findKey("digest of ended")).toBeNull();
    for (let at = 0; at <= GATE.entries; at += 1) rememberKey(memory, `apk_${at}`);
    expect(memory.findKey("digest of apk_0")).toBeNull();
    expect(memory.findKey(`digest of apk_${GATE.entries}`)).not.toBeNull();
  });

  test("no more sessions are kept than the bound, the ones not asked for go first", () => {
    const memory = createMemory();
    remember(memory, "first", session("first"));
    remember(memory, "second", session("second"));
    for (let at = 0; at < GATE.entries - 1; at += 1) {
      memory.findSession("second", NOW);
      remember(memory, `digest ${at}`, session(`ses_${at}`));
    }
    expect(memory.findSession("first", NOW)).toBeNull();
    expect(memory.findSession("second", NOW)).not.toBeNull();
  });

  test("forgetting that a session ended does not revive it", () => {
    const memory = createMemory();
    remember(memory, "digest", session("ses_1"));
    memory.hear({ ended: "session:ses_1", at: NOW });
    for (let at = 0; at < GATE.entries; at += 1) memory.hear({ ended: `session:other ${at}`, at: NOW });
    expect(memory.isEnded(session("ses_1"))).toBe(false);
    expect(memory.findSession("digest", NOW)).toBeNull();
  });
});

describe("actors", () => {
  const entryOf = () => {
    const memory = createMemory();
    remember(memory, "digest", session("ses_1"));
    const entry = memory.findSession("digest", NOW);
    if (!entry) throw new Error("it was remembered a moment ago");
    return entry;
  };

  test("the actor is prepared once and made anew only when the access changes", () => {
    const entry = entryOf();
    const [old, raised] = [access(1), access(2)];
    const actor = actorOf(entry, old);
    expect(actor).toEqual({
      userId: "usr_1",
      sessionId: "ses_1",
      client: "browser",
      personalOrganizationId: "org_1",
      memberships: old.memberships,
      instance: old.instance,
      impersonator: null,
      factors: [],
      amr: ["pwd"],
      signedInAt: NOW,
      authenticatedAt: NOW,
      freshUntil: 0,
    });
    expect(actorOf(entry, old)).toBe(actor);
    expect(actorOf(entry, raised).memberships).toBe(raised.memberships);
    expect(actorOf(entry, raised)).not.toBe(actor);
  });

  test("an actor holds no token and no digest", () => {
    expect(JSON.stringify(actorOf(entryOf(), access(1)))).not.toContain("digest");
  });
});
