// Threat: a sensitive call that is lost, sent twice, or sent without the proof that it waited for.
import { createTRPCClient, TRPCClientError, unstable_localLink } from "@trpc/client";
import { initTRPC, TRPCError } from "@trpc/server";
import { beforeEach, expect, test } from "vitest";
import { refusalOf } from "./refusal.ts";
import { createStepUpDesk, STEP_UP_DECLINED, stepUpLink } from "./step-up.ts";

const demand = { methods: ["totp"], maxAgeSeconds: 600 };
const t = initTRPC.create({
  errorFormatter: ({ shape, error }) => {
    const isRefused = error.message === "stepUp";
    return {
      ...shape,
      data: { ...shape.data, ...(isRefused && { appCode: "access.step_up_required", stepUp: demand }) },
    };
  },
});

let isFresh = false;
let done: string[] = [];
const router = t.router({
  remove: t.procedure.input(String).mutation(({ input }) => {
    if (!isFresh) throw new TRPCError({ code: "FORBIDDEN", message: "stepUp" });
    done.push(input);
    return input;
  }),
  fail: t.procedure.mutation(() => {
    throw new TRPCError({ code: "CONFLICT", message: "no" });
  }),
});

const desk = createStepUpDesk();
const client = createTRPCClient<typeof router>({
  links: [stepUpLink(desk), unstable_localLink({ router, createContext: async () => ({}) })],
});
const asked = () =>
  new Promise<void>((resolve) => {
    const stop = desk.subscribe(() => {
      stop();
      resolve();
    });
  });

beforeEach(() => {
  isFresh = false;
  done = [];
});

test("a refused call goes on by itself, once, with the same input", async () => {
  const waits = asked();
  const call = client.remove.mutate("a");
  await waits;
  expect(desk.current()).toEqual(demand);
  isFresh = true;
  desk.settle(true);
  expect(await call).toBe("a");
  expect(done).toEqual(["a"]);
  expect(desk.current()).toBeNull();
});

test("calls that are refused together wait for one proof", async () => {
  const waits = asked();
  const calls = [client.remove.mutate("a"), client.remove.mutate("b")];
  await waits;
  await new Promise((resolve) => setTimeout(resolve, 20));
  isFresh = true;
  desk.settle(true);
  expect(await Promise.all(calls)).toEqual(["a", "b"]);
  expect(done.sort()).toEqual(["a", "b"]);
});

test("a call that is given up fails with a code of its own, and was not made", async () => {
  const waits = asked();
  const call = client.remove.mutate("a").catch((error: unknown) => error);
  await waits;
  desk.settle(false);
  const error = await call;
  expect(error).toBeInstanceOf(TRPCClientError);
  expect(refusalOf(error).appCode).toBe(STEP_UP_DECLINED);
  expect(done).toEqual([]);
});

test("whatever else is refused is not asked about", async () => {
  await expect(client.fail.mutate()).rejects.toThrow("no");
  expect(desk.current()).toBeNull();
});
