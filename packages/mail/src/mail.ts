import type { JobData, Jobs, Work } from "@gatehouse/db";
import { newId } from "@gatehouse/kernel";
import type { Sealer } from "@gatehouse/kernel/secrets";
import { requireOneAddress } from "./address.ts";
import { type Rendered, render } from "./layout.ts";
import type { Brand, Template } from "./letter.ts";
import { DeliveryError, type Transport } from "./transport.ts";

/** The queue that carries mail. */
export const MAIL_QUEUE = "mail";

/** A template for each kind of mail. */
export type Templates<Catalogue> = { readonly [Name in keyof Catalogue]: Template<Catalogue[Name]> };

/** The process's mail: kinds by name, each with what its template needs. */
export interface Mail<Catalogue> {
  /**
   * Puts a mail into the caller's transaction: it leaves after the commit, and not at all after a rollback. Nothing
   * of it, the recipient included, stands in clear in the database.
   *
   * @throws Error when `to` is not one plain address
   */
  send<Name extends keyof Catalogue & string>(
    work: Work,
    name: Name,
    message: { to: string } & Catalogue[Name],
  ): Promise<void>;
}

/** A mail that did not leave. It names nobody, so that it may be logged. */
export interface MailFault {
  readonly id: string;
  readonly reason: string;
  /** Given up; otherwise the queue tries again. */
  readonly final: boolean;
}

/** What mail is made of. */
export interface MailDeps<Catalogue> {
  readonly jobs: Jobs;
  readonly sealer: Sealer;
  readonly templates: Templates<Catalogue>;
  readonly transport: Transport;
  readonly brand: Brand;
  /** Told of each failed attempt. */
  readonly onFault?: (fault: MailFault) => void;
}

/** What is sealed in a job. */
interface Order {
  readonly name: string;
  readonly at: string;
  readonly message: { readonly to: string };
}

/** Mails on their way at once: enough that one slow server holds up nobody else's, and fewer than mail servers take from one client. */
const AT_ONCE = 6;

const placeOf = (id: string): string => `mail:${id}`;

/** Makes the process's mail and handles its queue. Call it before `jobs.start()`. */
export function createMail<Catalogue>(deps: MailDeps<Catalogue>): Mail<Catalogue> {
  const { jobs, sealer } = deps;
  jobs.handle(MAIL_QUEUE, (data) => handle(deps, data), AT_ONCE);
  return {
    async send(work, name, message) {
      requireOneAddress(message.to);
      const id = newId("mail");
      const order: Order = { name, at: work.now.toISOString(), message };
      await jobs.enqueue(work, MAIL_QUEUE, { id, sealed: sealer.seal(JSON.stringify(order), placeOf(id)) });
    },
  };
}

/** One attempt. Whatever it throws is kept by the queue in clear, so it throws a `DeliveryError` and nothing else. */
async function handle<Catalogue>(deps: MailDeps<Catalogue>, data: JobData): Promise<void> {
  const id = String(data.id);
  try {
    const { name, at, message } = open(deps.sealer, id, String(data.sealed));
    const rendered = write(deps, name, message);
    await deps.transport.deliver({ id, to: message.to, at: new Date(at), ...rendered });
  } catch (error) {
    const fault =
      error instanceof DeliveryError ? error : new DeliveryError(`delivery failed: ${kindOf(error)}`, false);
    deps.onFault?.({ id, reason: fault.message, final: fault.final });
    if (!fault.final) throw fault;
  }
}

function open(sealer: Sealer, id: string, sealed: string): Order {
  try {
    return JSON.parse(sealer.open(sealed, placeOf(id))) as Order;
  } catch {
    throw new DeliveryError("the job does not open: APP_SECRET lacks its key, or the row was changed", false);
  }
}

function write<Catalogue>({ templates, brand }: MailDeps<Catalogue>, name: string, message: unknown): Rendered {
  // An older instance may meet a kind of mail that it does not know: it leaves it to the next attempt.
  if (!Object.hasOwn(templates, name)) throw new DeliveryError(`no template is named ${JSON.stringify(name)}`, false);
  const template = templates[name as keyof Catalogue] as Template<unknown>;
  try {
    return render(template(message, brand), brand);
  } catch (error) {
    throw new DeliveryError(`the template ${JSON.stringify(name)} failed: ${kindOf(error)}`, false);
  }
}

/** The kind of a fault, without its message: other people's errors quote what they choked on. */
function kindOf(error: unknown): string {
  const { name = "unknown", code } = error as { name?: string; code?: string };
  return code === undefined ? name : `${name} ${code}`;
}
