import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";

/** A connection held for as long as this process needs the server, so that others see it and leave the server running. */
export interface Presence {
  /** the connection's process on the server */
  readonly backendPid: number;
  leave(): Promise<void>;
}

const GRACE_MS = 500;
const POLL_MS = 50;
const CONNECT_SECONDS = 10;
const WHOSE = {
  connection: { application_name: "gatehouse embedded" },
  ssl: false,
  max: 1,
  connect_timeout: CONNECT_SECONDS,
} as const;

/**
 * Connects and stays. It does not hold the event loop.
 *
 * @throws PostgresError `28P01` when the server does not take our password, `57P03` while it starts or stops; Error
 * `ECONNREFUSED` when nothing listens
 */
export async function enter(url: string): Promise<Presence> {
  let socket: Socket | undefined;
  const { hostname, port } = new URL(url);
  const dial = async () => {
    socket = await opened(connect({ host: hostname, port: Number(port) }));
    return socket;
  };
  // `socket` is missing from the driver's types, so the options cannot be written in place
  const options = { ...WHOSE, max_lifetime: null, socket: dial };
  const sql = postgres(url, options);
  try {
    const [row] = await sql<[{ pid: number }]>`select pg_backend_pid() as pid`;
    socket?.unref();
    return { backendPid: row.pid, leave: () => sql.end({ timeout: 1 }) };
  } catch (error) {
    await sql.end({ timeout: 0 });
    throw error;
  }
}

/**
 * Whether somebody else still uses the server. A connection that was closed a moment ago is listed for a moment more, so
 * it asks for up to half a second.
 *
 * @param ownBackend the presence's process on the server
 */
export async function isUsedByOthers(url: string, ownBackend: number): Promise<boolean> {
  const sql = postgres(url, WHOSE);
  try {
    const deadline = performance.now() + GRACE_MS;
    for (;;) {
      const [row] = await sql<[{ others: number }]>`
        select count(*)::int as others from pg_stat_activity
        where backend_type = 'client backend' and pid not in (pg_backend_pid(), ${ownBackend})`;
      if (row.others === 0 || performance.now() > deadline) return row.others > 0;
      await sleep(POLL_MS);
    }
  } finally {
    await sql.end({ timeout: 1 });
  }
}

const opened = (socket: Socket): Promise<Socket> =>
  new Promise((resolve, reject) => {
    socket.once("connect", () => resolve(socket.off("error", reject)));
    socket.once("error", reject);
  });
