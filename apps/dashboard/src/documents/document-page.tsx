import { refusalOf } from "@gatehouse/auth/react";
import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { trpc } from "../api/client.ts";
import { useMay, useOrganization } from "../session/organization.tsx";
import { Confirmation } from "../ui/dialog.tsx";
import { LinkButton } from "../ui/link-button.tsx";
import { Moment } from "../ui/moment.tsx";
import { notify } from "../ui/notice.tsx";
import { Page } from "../ui/page.tsx";
import { Refused } from "../ui/refused.tsx";
import { writing } from "../words/writing.ts";
import { BackToDocuments } from "./back-to-documents.tsx";
import classes from "./documents.module.css";
import { type DocumentView, forgetDocument } from "./queries.ts";

/** Deletes after a question that names the document. */
function DeleteDocument({ document }: { readonly document: DocumentView }) {
  const organization = useOrganization();
  const navigate = useNavigate();
  const [isAsking, question] = useDisclosure(false);
  const remove = useMutation(
    trpc.document.delete.mutationOptions({
      onSuccess: async () => {
        await navigate({ to: "/o/$slug/documents", params: { slug: organization.slug } });
        forgetDocument(organization.id, document.id);
        notify(writing.deleted(document.title));
      },
    }),
  );
  const says = {
    title: writing.deleteTitle(document.title),
    go: writing.deleteGo,
    busy: writing.deleting,
    stay: writing.deleteStay,
  };
  return (
    <>
      <Button variant="subtle" color="danger" onClick={question.open}>
        {writing.delete}
      </Button>
      <Confirmation
        says={says}
        isOpen={isAsking}
        isBusy={remove.isPending}
        onStay={question.close}
        onGo={() => remove.mutate({ organizationId: organization.id, documentId: document.id })}
      >
        <p>{writing.deleteExplanation(organization.name)}</p>
        <Refused refusal={remove.error && refusalOf(remove.error)} />
      </Confirmation>
    </>
  );
}

/** A document to be read. Whoever may change it finds the ways beside its title. */
export function DocumentPage({ document }: { readonly document: DocumentView }) {
  const { slug, name } = useOrganization();
  const mayWrite = useMay("document:write");
  const mayDelete = useMay("document:delete");
  const { id, title, body, createdAt, updatedAt } = document;
  const actions = (
    <>
      {mayDelete && <DeleteDocument document={document} />}
      {mayWrite && (
        <LinkButton to="/o/$slug/documents/$documentId" params={{ slug, documentId: id }} search={{ edit: true }}>
          {writing.edit}
        </LinkButton>
      )}
    </>
  );
  const when = (
    <>
      {writing.written} <Moment at={createdAt} as="day" />, {writing.changed} <Moment at={updatedAt} />
    </>
  );
  return (
    <>
      <BackToDocuments />
      <Page title={title} tab={`${title} · ${name}`} subtitle={when} actions={actions}>
        <div className={classes.sheet}>
          <div className={classes.text}>{body || <span className={classes.quiet}>{writing.emptyBody}</span>}</div>
        </div>
      </Page>
    </>
  );
}
