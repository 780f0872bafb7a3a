import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useRef } from "react";
import { trpc } from "../api/client.ts";
import { useOrganization } from "../session/organization.tsx";
import { Page } from "../ui/page.tsx";
import { writing } from "../words/writing.ts";
import { BackToDocuments } from "./back-to-documents.tsx";
import { Editor } from "./editor.tsx";
import { keepDocument } from "./queries.ts";
import { type DraftText, useDraft } from "./use-draft.ts";

const BLANK: DraftText = { title: "", body: "" };
const says = { save: writing.createIt, saving: writing.creating };

/** A document that is made by its first save: nobody leaves blank ones behind. */
export function NewDocument() {
  const { id: organizationId, slug, name } = useOrganization();
  const navigate = useNavigate();
  const create = useMutation(trpc.document.create.mutationOptions());
  const made = useRef<string>(null);

  const draft = useDraft(BLANK, async (text) => {
    const document = await create.mutateAsync({ organizationId, ...text });
    keepDocument(organizationId, document);
    made.current = document.id;
  });
  const open = (documentId: string) =>
    navigate({
      to: "/o/$slug/documents/$documentId",
      params: { slug, documentId },
      replace: true,
      ignoreBlocker: true,
    });
  // However it was saved, the page of a document that exists is the document's own.
  const save = async () => {
    const isSaved = await draft.save();
    if (isSaved && made.current !== null) await open(made.current);
    return isSaved;
  };

  return (
    <>
      <BackToDocuments />
      <Page title={writing.newTitle} tab={`${writing.newTitle} · ${name}`}>
        <Editor
          draft={{ ...draft, save }}
          says={says}
          onSaved={() => undefined}
          onCancel={() => void navigate({ to: "/o/$slug/documents", params: { slug } })}
        />
      </Page>
    </>
  );
}
