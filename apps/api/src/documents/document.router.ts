import { idInput, page } from "@gatehouse/auth";
import { inOrganization, transact } from "@gatehouse/auth/trpc";
import { z } from "zod";
import { permissionedProcedure, router } from "../trpc.ts";
import { createDocument, deleteDocument, getDocument, listDocuments, updateDocument } from "./documents.ts";

const MAX_TITLE = 200;
const MAX_BODY = 100_000;
const title = z.string().trim().min(1, "Enter a title.").max(MAX_TITLE, `Use at most ${MAX_TITLE} characters.`);
const body = z.string().max(MAX_BODY, `Use at most ${MAX_BODY} characters.`);
const documentId = idInput;

export const documentRouter = router({
  list: permissionedProcedure("document:read").input(inOrganization(page)).query(transact(listDocuments)),
  get: permissionedProcedure("document:read")
    .meta({ audit: "document.read" })
    .input(inOrganization({ documentId }))
    .query(transact(getDocument)),
  create: permissionedProcedure("document:write")
    .input(inOrganization({ title, body: body.default("") }))
    .mutation(transact(createDocument)),
  update: permissionedProcedure("document:write")
    .input(inOrganization({ documentId, title: title.optional(), body: body.optional() }))
    .mutation(transact(updateDocument)),
  delete: permissionedProcedure("document:delete")
    .input(inOrganization({ documentId }))
    .mutation(transact(deleteDocument)),
});
