import { definePolicy } from "@gatehouse/auth";
import { initTRPC } from "@trpc/server";

export const policy = definePolicy({ "invoice:pay": { from: "admin", says: "Pay invoices" } });

const t = initTRPC.create();
const answer = t.procedure.input(String);

/** Stands for the router of another team's host, as its client knows it. */
export const router = t.router({
  invoice: t.router({ list: answer.query(({ input }) => [input]), pay: answer.mutation(({ input }) => input) }),
});

export type HostRouter = typeof router;
