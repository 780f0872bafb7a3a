import { once } from "node:events";
import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from "node:http";
import { text as textOf } from "node:stream/consumers";

/** A request as it leaves, without the cleaning that `fetch` does: any path, any Host, any bytes. */
export interface Sending {
  readonly method?: string;
  readonly path: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | Buffer;
}

/** What is read of an answer; `json` is null where the body is none. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly json: unknown;
}

/** An error on the wire, as every door of the house writes it. */
export interface WireError {
  readonly message: string;
  readonly data: {
    readonly code: string;
    readonly httpStatus: number;
    readonly appCode: string;
    readonly requestId: string;
    readonly fieldErrors?: Record<string, string[]>;
    readonly missing?: string[];
    readonly retryAfterSeconds?: number;
  };
}

/** Sends one request on a connection of its own and reads the whole answer. */
export async function send(url: string, { method = "GET", path, headers = {}, body }: Sending): Promise<Answer> {
  const { hostname, port } = new URL(url);
  const outgoing = request({ hostname, port, method, path, headers, agent: false });
  // A server that refuses a body early may close while it is still being written: the answer counts.
  outgoing.on("error", () => {});
  outgoing.end(body);
  const [response] = (await once(outgoing, "response")) as [import("node:http").IncomingMessage];
  const text = await textOf(response);
  return { status: response.statusCode ?? 0, headers: response.headers, text, json: parsed(text) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The error of an answer, of the first call where it is a batch. */
export function errorOf({ json }: Answer): WireError | undefined {
  const first = Array.isArray(json) ? json[0] : json;
  return (first as { error?: WireError } | null)?.error;
}

/** The data of an answer to one call. */
export const dataOf = ({ json }: Answer): unknown => (json as { result?: { data?: unknown } } | null)?.result?.data;
