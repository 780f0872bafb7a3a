import { once } from "node:events";
import { type IncomingHttpHeaders, type IncomingMessage, request } from "node:http";
import { createInterface } from "node:readline";
import type { Answer, Sending } from "./wire.ts";

/** One message of a stream of server-sent events. */
export interface Message {
  readonly event: string;
  readonly id: string | null;
  readonly data: unknown;
  /** When it came, on the monotonic clock. */
  readonly at: number;
}

/** A stream that is being read: every message but the signs of life. */
export interface Stream {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly seen: readonly Message[];
  /** How many signs of life came. */
  pings(): number;
  /** The next message that nobody took yet. @throws Error when the stream ends before */
  next(): Promise<Message>;
  /** Resolves when the server has ended it. */
  readonly ended: Promise<void>;
  close(): void;
}

const parsed = (text: string): unknown => (text === "" ? null : JSON.parse(text));

/** Opens a stream as an EventSource does, and reads it from then on. */
export async function openStream(url: string, { path, headers = {} }: Sending): Promise<Stream> {
  const { hostname, port } = new URL(url);
  const outgoing = request({
    hostname,
    port,
    path,
    headers: { Accept: "text/event-stream", ...headers },
    agent: false,
  });
  outgoing.on("error", () => {});
  outgoing.end();
  const [response] = (await once(outgoing, "response")) as [IncomingMessage];
  response.on("error", () => {});
  const seen: Message[] = [];
  let [taken, pings, wake] = [0, 0, () => {}];
  const ended = new Promise<void>((resolve) => response.once("close", resolve)).then(() => wake());
  let fields: Record<string, string> = {};
  // A stream that we close ourselves ends as if cut off, and so does its reader.
  const lines = createInterface({ input: response }).on("error", () => {});
  lines.on("line", (line) => {
    const at = line.indexOf(": ");
    if (line !== "") {
      fields[line.slice(0, at)] = line.slice(at + 2);
      return;
    }
    const { event = "message", id = null, data = "" } = fields;
    const isEmpty = Object.keys(fields).length === 0;
    fields = {};
    if (isEmpty) return;
    if (event === "ping") pings += 1;
    else seen.push({ event, id, data: parsed(data), at: performance.now() });
    wake();
  });
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    seen,
    pings: () => pings,
    async next() {
      while (taken === seen.length) {
        if (response.closed) throw new Error("the stream ended");
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      taken += 1;
      return seen[taken - 1] as Message;
    },
    ended,
    close: () => void outgoing.destroy(),
  };
}

/** What a subscription answers at first, as the answer of a call: a refusal comes within the stream, which is 200 by itself. */
export async function firstOf(url: string, sending: Sending): Promise<Answer> {
  const stream = await openStream(url, sending);
  const { status, headers } = stream;
  const isStream = headers["content-type"]?.startsWith("text/event-stream") === true;
  if (!isStream) {
    stream.close();
    return { status, headers, text: "", json: null };
  }
  let message = await stream.next();
  while (message.event === "connected") message = await stream.next();
  stream.close();
  const isRefused = message.event === "serialized-error";
  const json = isRefused ? { error: message.data } : { result: { data: message.data } };
  const { httpStatus = status } = (message.data as { data?: { httpStatus?: number } } | null)?.data ?? {};
  return { status: isRefused ? httpStatus : status, headers, text: JSON.stringify(json), json };
}
