import { Button, VisuallyHidden } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { queryClient, trpc } from "../api/client.ts";
import { useOrganization } from "../session/organization.tsx";
import { notify } from "../ui/notice.tsx";
import { writing } from "../words/writing.ts";
import { words } from "../words.ts";
import { BackToDocuments } from "./back-to-documents.tsx";
import classes from "./editor.module.css";
import { Editor } from "./editor.tsx";
import { type DocumentView, documentOptions, keepDocument } from "./queries.ts";
import { useDraft } from "./use-draft.ts";

const says = { save: writing.save, saving: writing.saving };

interface MovedOnProps {
  readonly onKeepMine: () => void;
  readonly onTakeTheirs: () => void;
}

/** Somebody else saved in the meantime: neither text is dropped before a person has said which. */
const MovedOn = ({ onKeepMine, onTakeTheirs }: MovedOnProps) => (
  <div role="alert" className={classes.movedOn}>
    <p>{writing.movedOn}</p>
    <p>{writing.movedOnExplanation}</p>
    <div className={classes.choices}>
      <Button onClick={onKeepMine}>{writing.keepMine}</Button>
      <Button onClick={onTakeTheirs}>{writing.takeTheirs}</Button>
    </div>
  </div>
);

/** The text that was there when writing began, and whether the server has moved on since. */
function useBase(document: DocumentView) {
  const [base, setBase] = useState(document);
  return { base, setBase, hasMovedOn: base.updatedAt !== document.updatedAt };
}

/** A document being changed. The newest version is read before a save, so that nobody's is written over unseen. */
export function EditDocument({ document }: { readonly document: DocumentView }) {
  const { id: organizationId, slug, name } = useOrganization();
  const navigate = useNavigate();
  const update = useMutation(trpc.document.update.mutationOptions());
  const { base, setBase, hasMovedOn } = useBase(document);
  useDocumentTitle(`${writing.edit}: ${base.title} · ${name} · ${words.product}`);

  const draft = useDraft(base, async (text) => {
    const there = await queryClient.fetchQuery({ ...documentOptions(organizationId, base.id), staleTime: 0 });
    if (there.updatedAt !== base.updatedAt) throw new Error(writing.movedOn);
    const saved = await update.mutateAsync({ organizationId, documentId: base.id, ...text });
    keepDocument(organizationId, saved);
    setBase(saved);
    draft.setText({ title: saved.title, body: saved.body });
    notify(writing.saved);
  });
  const take = () => {
    setBase(document);
    draft.setText({ title: document.title, body: document.body });
  };
  if (hasMovedOn && !draft.isDirty && !draft.isBusy) take();

  const read = () => void navigate({ to: "/o/$slug/documents/$documentId", params: { slug, documentId: base.id } });
  const isAsking = hasMovedOn && !draft.isBusy;
  return (
    <>
      <BackToDocuments />
      <VisuallyHidden component="h1">
        {writing.edit}: {base.title}
      </VisuallyHidden>
      <Editor draft={{ ...draft, refusal: isAsking ? null : draft.refusal }} says={says} onSaved={read} onCancel={read}>
        {isAsking && (
          <MovedOn onKeepMine={() => setBase({ ...base, updatedAt: document.updatedAt })} onTakeTheirs={take} />
        )}
      </Editor>
    </>
  );
}
