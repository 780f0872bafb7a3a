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

/**
 * Lays a wire to a database: a listener on loopback that understands just enough of PostgreSQL's protocol to count.
 *
 * @param url a URL with host and port; the connection must not ask for TLS
 * @see https://www.postgresql.org/docs/current/protocol-message-formats.html
 */
export async function createWire(url: string): Promise<Wire> {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  let state: "open" | "cut" | "held" = "open";
  let muted = false;
  let delayMs = 0;
  let statements = 0;
  let cutsNext = false;
  const drop = () => {
    for (const socket of sockets) socket.destroy();
  };
  const cut = () => {
    state = "cut";
    drop();
  };

  const server = createServer({ noDelay: true }, (client) => {
    if (state === "cut") return void client.destroy();
    const upstream = dial({ host: target.hostname, port: Number(target.port || DEFAULT_PORT), noDelay: true });
    pipe(client, upstream, createFramer(true), ({ type, bytes }) => {
      const isStatement = type === QUERY || type === EXECUTE;
      if (isStatement) statements += 1;
      if (isStatement && cutsNext) cut();
      else upstream.write(bytes);
    });
    pipe(upstream, client, createFramer(false), ({ type, bytes }) => {
      if (muted && type === NOTIFICATION) return;
      if (delayMs === 0) client.write(bytes);
      else setTimeout(() => client.write(bytes), delayMs);
    });
  });

  function pipe(from: Socket, to: Socket, framesOf: Framer, pass: (frame: Frame) => void): void {
    sockets.add(from);
    from.on("data", (chunk) => {
      for (const frame of framesOf(chunk as Buffer)) if (state === "open") pass(frame);
    });
    from.on("error", () => to.destroy());
    from.on("close", () => {
      sockets.delete(from);
      to.destroy();
    });
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const here = new URL(url);
  here.hostname = "127.0.0.1";
  here.port = String((server.address() as AddressInfo).port);
  return {
    url: here.href,
    takeStatements() {
      const taken = statements;
      statements = 0;
      return taken;
    },
    cut,
    cutAtNextStatement() {
      cutsNext = true;
    },
    hold() {
      state = "held";
    },
    mend() {
      if (state === "held") drop();
      state = "open";
      cutsNext = false;
    },
    delay(ms) {
      delayMs = ms;
    },
    muteNotifications() {
      muted = true;
    },
    async close() {
      drop();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Frame {
  /** The message's letter; 0 for the first message of a client, which has none. */
  readonly type: number;
  readonly bytes: Buffer;
}
type Framer = (chunk: Buffer) => Frame[];

/** Cuts a stream into PostgreSQL's messages: a letter, a length that counts itself, a body. */
function createFramer(beginsBare: boolean): Framer {
  let rest: Buffer = Buffer.alloc(0);
  let bare = beginsBare;
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
