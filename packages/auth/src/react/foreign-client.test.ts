// Threat: another team's client that follows the README and loses the cookies that a procedure sets.
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { expect, test, vi } from "vitest";
import * as own from "./foreign-client.fixture.ts";
import { router } from "./foreign-router.fixture.ts";

const { list, pay } = own.client.invoice;

test("what changes something goes alone and unstreamed, and questions go together", async () => {
  const sent: string[] = [];
  vi.stubGlobal("fetch", (path: string, init: RequestInit) => {
    sent.push(`${init.method} ${new URL(path, "http://host.test").pathname}`);
    return fetchRequestHandler({
      endpoint: "/trpc",
      req: new Request(new URL(path, "http://host.test"), init),
      router,
    });
  });
  expect(await Promise.all([list.query("may"), list.query("june")])).toEqual([["may"], ["june"]]);
  expect(await Promise.all([pay.mutate("may"), pay.mutate("june")])).toEqual(["may", "june"]);
  expect(sent).toEqual(["GET /trpc/invoice.list,invoice.list", "POST /trpc/invoice.pay", "POST /trpc/invoice.pay"]);
  vi.unstubAllGlobals();
});

test("it has what its pages need", () => {
  expect(Object.keys(own).toSorted()).toEqual(["Can", "SessionProvider", "client", "stepUpDesk", "useSession"]);
});
