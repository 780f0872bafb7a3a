import { once } from "node:events";
import {
  type Agent,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  request,
} from "node:http";
import { text as textOf } from "node:stream/consumers";

/** A request as it leaves, without the cleaning that `fetch` does: any path, any Host, any bytes. */
export interface Sending {
  readonly method?: string;
  readonly path: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | Buffer;
  /** Keeps the connection for the next request; without it each has its own. */
  readonly agent?: Agent;
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

/** Sends one request and reads the whole answer. */
export async function send(url: string, { method = "GET", path, headers = {}, body, agent }: Sending): Promise<Answer> {
  const { hostname, port } = new URL(url);
  const outgoing = request({ hostname, port, method, path, headers, agent: agent ?? false });
  // A server that refuses a body early may close while it is still being written: the answer counts.
  outgoing.on("error", () => {});
  outgoing.end(body);
  const [response] = (await once(outgoing, "response")) as [IncomingMessage];
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

/** What betrays the inside of a process: a stack, a file, SQL, a library. */
const INSIDE =
  /\bat \S+ \(|\.[cm]?[jt]s\b|node_modules|\/src\/|file:\/\/|\b(?:select|insert|update|delete)\b.+\b(?:from|into|set)\b|postgres|drizzle|zod|express|syntaxerror/i;

/**
 * What is wrong with an answer that should be a refusal in the shape of the contract.
 *
 * @returns one sentence for each fault; none for a refusal that a client can read and an attacker learns nothing from
 */
export function faultsOfRefusal(answer: Answer, status: number, appCode: string): string[] {
  const error = errorOf(answer);
  const {
    "content-type": type = "none",
    "x-request-id": requestId,
    server,
    "x-powered-by": poweredBy,
  } = answer.headers;
  const checks: [boolean, string][] = [
    [answer.status === status, `the status is ${answer.status}, not ${status}`],
    [error?.data.appCode === appCode, `the code is ${error?.data.appCode}, not ${appCode}`],
    [typeof error?.message === "string" && error.message.length > 0, "there is no message"],
    [/^[A-Z_]+$/.test(error?.data.code ?? ""), "there is no code"],
    [error?.data.httpStatus === status, `httpStatus is ${error?.data.httpStatus}`],
    [requestId !== undefined && error?.data.requestId === requestId, "the request id is not the answer's own"],
    [/^application\/json\b/.test(type), `the content type is ${type}`],
    [!INSIDE.test(answer.text), `it shows the inside: ${INSIDE.exec(answer.text)?.[0]}`],
    [server === undefined && poweredBy === undefined, "it carries a server banner"],
  ];
  return checks.filter(([holds]) => !holds).map(([, fault]) => fault);
}
