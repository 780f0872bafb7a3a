import { keyset, type Page, pageOf } from "@gatehouse/auth/server";
import type { TenantWork } from "@gatehouse/db";
import { defineErrors, newId } from "@gatehouse/kernel";
import { and, desc, eq, getTableColumns, lt } from "drizzle-orm";
import { record } from "../events.ts";
import { documents } from "./schema.ts";

const refusal = defineErrors({
  "document.not_found": { status: "NOT_FOUND", says: "There is no such document." },
});

export interface DocumentText {
  readonly title: string;
  readonly body: string;
}

type Row = typeof documents.$inferSelect;

const { body: _body, ...SUMMARY } = getTableColumns(documents);

/** A document in a list: all but its body. */
const summaryOf = (row: Omit<Row, "body">) => ({
  id: row.id,
  title: row.title,
  createdBy: row.createdBy,
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
});

const viewOf = (row: Row) => ({ ...summaryOf(row), body: row.body });

const at = ({ organizationId }: TenantWork, documentId: string) =>
  and(eq(documents.organizationId, organizationId), eq(documents.id, documentId));

/** The organization's documents, newest first, without their bodies. */
export async function listDocuments(work: TenantWork, page: Page) {
  const { cursor, limit } = keyset(page);
  const rows = await work.tx
    .select(SUMMARY)
    .from(documents)
    .where(
      and(eq(documents.organizationId, work.organizationId), cursor === null ? undefined : lt(documents.id, cursor)),
    )
    .orderBy(desc(documents.id))
    .limit(limit + 1);
  return pageOf(rows, limit, (row) => row.id, summaryOf);
}

/** @throws AppError `document.not_found` */
export async function getDocument(work: TenantWork, { documentId }: { documentId: string }) {
  const [row] = await work.tx.select().from(documents).where(at(work, documentId));
  if (!row) throw refusal("document.not_found");
  return viewOf(row);
}

export async function createDocument(work: TenantWork, { title, body }: DocumentText) {
  const { tx, now, actor, organizationId } = work;
  const id = newId("doc");
  const [row] = await tx
    .insert(documents)
    .values({ id, organizationId, title, body, createdBy: actor.userId, createdAt: now, updatedAt: now })
    .returning();
  await record(work, "document.created", { target: id });
  return viewOf(row as Row);
}

/** @throws AppError `document.not_found` */
export async function updateDocument(
  work: TenantWork,
  { documentId, title, body }: { documentId: string } & { [Field in keyof DocumentText]?: string | undefined },
) {
  const [row] = await work.tx
    .update(documents)
    .set({ updatedAt: work.now, ...(title !== undefined && { title }), ...(body !== undefined && { body }) })
    .where(at(work, documentId))
    .returning();
  if (!row) throw refusal("document.not_found");
  await record(work, "document.updated", { target: documentId });
  return viewOf(row);
}

/** @throws AppError `document.not_found` */
export async function deleteDocument(work: TenantWork, { documentId }: { documentId: string }) {
  const [row] = await work.tx.delete(documents).where(at(work, documentId)).returning({ id: documents.id });
  if (!row) throw refusal("document.not_found");
  await record(work, "document.deleted", { target: documentId });
  return row;
}
