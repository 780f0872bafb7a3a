import type { Audit, Export, ExportOrder } from "@gatehouse/audit";
import { asApplication, type Begin, type Database, type RequestInfo, type TenantWork } from "@gatehouse/db";
import { AppError, type Clock } from "@gatehouse/kernel";
import { judge } from "../access/judge.ts";
import { DOWNLOAD_SECONDS } from "../config.ts";
import { refusal } from "../errors.ts";
import type { Gate } from "../gate/gate.ts";
import { issueLink, spendLink } from "../users/links.ts";

interface DownloadsDeps {
  readonly db: Database;
  readonly gate: Gate;
  readonly audit: Audit;
  readonly clock: Clock;
}

/** What a link leads to, and whose session asked for it. */
interface Ordered {
  readonly organizationId: string;
  readonly sessionId: string;
  readonly order: ExportOrder;
}

/** A copy that is about to be read. */
export interface Download {
  readonly organizationId: string;
  readonly copy: Export;
}

const PERMISSION = "audit:export";

/** Copies of the log, behind links that are good for five minutes and once. */
export function createDownloads({ db, gate, audit, clock }: DownloadsDeps) {
  async function spend(request: RequestInfo, token: string): Promise<Ordered> {
    try {
      const { detail } = await db.work(request, (work) => spendLink(work, "download", token));
      return detail as unknown as Ordered;
    } catch (error) {
      throw error instanceof AppError ? refusal("audit.download_gone") : error;
    }
  }

  /** A copy takes its time: for each piece of it the guard judges anew. That the person is who they say was proven for the link. */
  const beginIn =
    (request: RequestInfo, { organizationId, sessionId }: Ordered): Begin<TenantWork> =>
    async (fn) => {
      const actor = await gate.admitSession(request, sessionId);
      if (!actor) throw refusal("audit.download_gone");
      const session = { ip: request.ip, signedInAt: actor.signedInAt, freshUntil: actor.freshUntil };
      const facts = { now: clock().getTime(), session, stepUpSeconds: null, whileDeleting: false };
      if (judge(actor, organizationId, PERMISSION, facts) !== null) throw refusal("audit.download_gone");
      return db.tenantWork(request, actor, organizationId, fn);
    };

  return {
    /** @returns where the copy is to be had: a path on the origin of the application */
    async order(work: TenantWork, order: ExportOrder): Promise<{ url: string }> {
      const { actor, organizationId } = work;
      const { userId, sessionId } = actor;
      const detail = { organizationId, sessionId, order };
      const link = { purpose: "download", userId, seconds: DOWNLOAD_SECONDS, detail, keepsOlder: true } as const;
      const token = await asApplication(work, () => issueLink(work, link));
      await audit.exports.noteOrder(work, order);
      return { url: `/downloads?token=${token}` };
    },

    /**
     * Begins the download that a link leads to, and spends the link.
     *
     * @throws AppError `audit.download_gone` for a link that was spent, is too old, or is of somebody who may no longer
     */
    async open(request: RequestInfo, token: string): Promise<Download> {
      const ordered = await spend(request, token);
      await audit.seal();
      const copy = await audit.exports.open(beginIn(request, ordered), ordered.order);
      return { organizationId: ordered.organizationId, copy };
    },
  };
}
