import type { AddressInfo } from "node:net";
import PostalMime, { type Email } from "postal-mime";
import { SMTPServer, type SMTPServerDataStream } from "smtp-server";

/** One mail as a server received it. */
export interface ReceivedMail {
  /** The recipients of the envelope, which are where it really goes. */
  readonly recipients: readonly string[];
  readonly raw: string;
  /** The same, read by an independent parser of MIME. */
  readonly email: Email;
}

/** A real SMTP server on loopback. */
export interface SmtpTestServer {
  readonly url: string;
  readonly port: number;
  readonly received: readonly ReceivedMail[];
  /** From now on answers this address with an SMTP code, for example 550. */
  refuse(address: string, code: number): void;
  stop(): Promise<void>;
}

/**
 * Starts an SMTP server for tests, which asks for no login and refuses any. Needs the packages smtp-server and
 * postal-mime.
 *
 * @param port 0 lets the system choose
 */
export async function startSmtpServer(port = 0): Promise<SmtpTestServer> {
  const received: ReceivedMail[] = [];
  const refused = new Map<string, number>();
  const server = new SMTPServer({
    disabledCommands: ["STARTTLS"],
    authOptional: true,
    allowInsecureAuth: true,
    onAuth: (_login, _session, callback) => callback(new Error("this server knows nobody")),
    onRcptTo({ address }, _session, callback) {
      const code = refused.get(address);
      if (code === undefined) callback();
      else callback(Object.assign(new Error(`<${address}> is refused`), { responseCode: code }));
    },
    onData(stream, session, callback) {
      const recipients = session.envelope.rcptTo.map(({ address }) => address);
      read(stream)
        .then(async (raw) => void received.push({ recipients, raw, email: await PostalMime.parse(raw) }))
        .then(() => callback(), callback);
    },
  });
  // A client that goes away in the middle is no fault of the test's.
  server.on("error", () => {});
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const { port: chosen } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${chosen}`,
    port: chosen,
    received,
    refuse: (address, code) => void refused.set(address, code),
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function read(stream: SMTPServerDataStream): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}
