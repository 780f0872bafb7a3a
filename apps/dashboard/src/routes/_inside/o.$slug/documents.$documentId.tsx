import { refusalOf } from "@gatehouse/auth/react";
import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute, type ErrorComponentProps } from "@tanstack/react-router";
import { DocumentPage } from "../../../documents/document-page.tsx";
import { EditDocument } from "../../../documents/edit-document.tsx";
import { documentOptions } from "../../../documents/queries.ts";
import { useMay, useOrganization } from "../../../session/organization.tsx";
import { BlankText } from "../../../ui/blank.tsx";
import { Broken } from "../../../ui/broken.tsx";
import { Missing } from "../../../ui/missing.tsx";
import { writing } from "../../../words/writing.ts";
import type { Search } from "../../-search.ts";

export const Route = createFileRoute("/_inside/o/$slug/documents/$documentId")({
  validateSearch: (search: Search): { readonly edit?: true | undefined } =>
    search.edit === true ? { edit: true } : {},
  loader: async ({ context: { queryClient, organizationId }, params: { documentId } }) => {
    if (organizationId !== undefined) await queryClient.ensureQueryData(documentOptions(organizationId, documentId));
  },
  pendingComponent: BlankText,
  errorComponent: Gone,
  component: OneDocument,
});

function Gone(props: ErrorComponentProps) {
  const isGone = refusalOf(props.error).status === 404;
  return isGone ? <Missing title={writing.goneTitle} explanation={writing.gone} /> : <Broken {...props} />;
}

function OneDocument() {
  const { documentId } = Route.useParams();
  const { edit } = Route.useSearch();
  const mayWrite = useMay("document:write");
  const { data: document } = useSuspenseQuery(documentOptions(useOrganization().id, documentId));
  return edit && mayWrite ? (
    <EditDocument key={document.id} document={document} />
  ) : (
    <DocumentPage document={document} />
  );
}
