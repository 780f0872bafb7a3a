import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Express } from "express";
import type { Env } from "./env.ts";

/** A server that listens, and the one way to end it. */
export interface Listening {
  readonly url: string;
  /** Takes no new connection, ends the idle ones, and waits for the requests that run. */
  close(): Promise<void>;
}

const DRAIN_MS = 10_000;

/** Listens where the environment says; port 0 takes a free one. */
export async function listen(app: Express, { host, port }: Pick<Env, "host" | "port">): Promise<Listening> {
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000 }, app);
  server.listen(port, host);
  await once(server, "listening");
  const address = server.address() as AddressInfo;
  const shownHost = address.family === "IPv6" ? `[${address.address}]` : address.address;
  return {
    url: `http://${shownHost}:${address.port}`,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      const deadline = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
      await closed;
      clearTimeout(deadline);
    },
  };
}
