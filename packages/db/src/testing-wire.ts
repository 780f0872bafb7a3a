import { type AddressInfo, createServer, connect as dial, type Socket } from "node:net";

/** The wire between an application and its PostgreSQL, in the hands of a test: real bytes, and a real break. */
export interface Wire {
  /** The database's URL by way of this wire. */
  readonly url: string;
  /** How many statements went through since this was last asked. */
  takeStatements(): number;
  /** Breaks every connection and refuses new ones: the database is away. */
  cut(): void;
  /** The same, once the next statement is on its way. */
  cutAtNextStatement(): void;
  /** Keeps the connections and lets nothing through either way: the database hangs. */
  hold(): void;
  /** As at first. What was held back is lost, with its connections. */
  mend(): void;
  /** Lets everything from the database arrive this much later, in order. */
  delay(ms: number): void;
  /** Swallows what NOTIFY sends, as a transaction pooler does. */
  muteNotifications(): void;
  close(): Promise<void>;
}

const QUERY = "Q".charCodeAt(0);
const EXECUTE = "E".charCodeAt(0);
const NOTIFICATION = "A".charCodeAt(0);
const LENGTH_BYTES = 4;
const DEFAULT_PORT = 5432;

/** How the wire behaves now, and what went through it. */
interface Line {
  readonly sockets: Set<Socket>;
  state: "open" | "cut" | "held";
  cutsNext: boolean;
  muted: boolean;
  delayMs: number;
  statements: number;
}

function drop({ sockets }: Line): void {
  for (const socket of sockets) socket.destroy();
}

function cut(line: Line): void {
  line.state = "cut";
  drop(line);
}

/**
 * Lays a wire to a database: a listener on loopback that understands just enough of PostgreSQL's protocol to count.
 *
 * @param url a URL with host and port; the connection must not ask for TLS
 * @see https://www.postgresql.org/docs/current/protocol-message-formats.html
 */
export async function createWire(url: string): Promise<Wire> {
  const line: Line = { sockets: new Set(), state: "open", cutsNext: false, muted: false, delayMs: 0, statements: 0 };
  const { hostname, port } = new URL(url);
  const server = createServer({ noDelay: true }, (client) => {
    if (line.state === "cut") client.destroy();
    else carry(line, client, dial({ host: hostname, port: Number(port || DEFAULT_PORT), noDelay: true }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const here = new URL(url);
  here.hostname = "127.0.0.1";
  here.port = String((server.address() as AddressInfo).port);
  return {
    url: here.href,
    ...controlsOf(line),
    async close() {
      drop(line);
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const controlsOf = (line: Line): Omit<Wire, "url" | "close"> => ({
  takeStatements() {
    const { statements } = line;
    line.statements = 0;
    return statements;
  },
  cut: () => cut(line),
  cutAtNextStatement() {
    line.cutsNext = true;
  },
  hold() {
    line.state = "held";
  },
  mend() {
    if (line.state === "held") drop(line);
    Object.assign(line, { state: "open", cutsNext: false, muted: false, delayMs: 0 });
  },
  delay(ms) {
    line.delayMs = ms;
  },
  muteNotifications() {
    line.muted = true;
  },
});

/** One connection through the wire. */
function carry(line: Line, client: Socket, upstream: Socket): void {
  pipe(line, client, upstream, createFramer("frontend"), ({ type, bytes }) => {
    const isStatement = type === QUERY || type === EXECUTE;
    if (isStatement) line.statements += 1;
    if (isStatement && line.cutsNext) cut(line);
    else upstream.write(bytes);
  });
  pipe(line, upstream, client, createFramer("backend"), ({ type, bytes }) => {
    if (line.muted && type === NOTIFICATION) return;
    if (line.delayMs === 0) client.write(bytes);
    else setTimeout(() => client.write(bytes), line.delayMs);
  });
}

function pipe(line: Line, from: Socket, to: Socket, framesOf: Framer, pass: (frame: Frame) => void): void {
  line.sockets.add(from);
  from.on("data", (chunk) => {
    for (const frame of framesOf(chunk as Buffer)) if (line.state === "open") pass(frame);
  });
  from.on("error", () => to.destroy());
  from.on("close", () => {
    line.sockets.delete(from);
    to.destroy();
  });
}

interface Frame {
  /** The message's letter; 0 for the first message of a client, which has none. */
  readonly type: number;
  readonly bytes: Buffer;
}
type Framer = (chunk: Buffer) => Frame[];

/** Cuts a stream into PostgreSQL's messages: a letter, a length that counts itself, a body. */
function createFramer(side: "frontend" | "backend"): Framer {
  let rest: Buffer = Buffer.alloc(0);
  let bare = side === "frontend";
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    const frames: Frame[] = [];
    for (;;) {
      const head = bare ? 0 : 1;
      if (rest.length < head + LENGTH_BYTES) return frames;
      const size = head + rest.readUInt32BE(head);
      if (rest.length < size) return frames;
      frames.push({ type: bare ? 0 : (rest[0] ?? 0), bytes: rest.subarray(0, size) });
      rest = rest.subarray(size);
      bare = false;
    }
  };
}
