import { type Answers, queryClient, trpc } from "../api/client.ts";

export type DocumentView = Answers["document"]["get"];

const PAGE = 25;

/** The documents of an organization, newest first, a page at a time. */
export const documentListOptions = (organizationId: string) =>
  trpc.document.list.infiniteQueryOptions(
    { organizationId, limit: PAGE },
    { getNextPageParam: ({ nextCursor }) => nextCursor },
  );

export const documentOptions = (organizationId: string, documentId: string) =>
  trpc.document.get.queryOptions({ organizationId, documentId });

/** Puts a saved document where it is shown, and has the list fetched anew when it is next seen. */
export function keepDocument(organizationId: string, document: DocumentView): void {
  queryClient.setQueryData(documentOptions(organizationId, document.id).queryKey, document);
  void queryClient.invalidateQueries({ queryKey: documentListOptions(organizationId).queryKey });
}

/** Forgets a document that is no more. */
export function forgetDocument(organizationId: string, documentId: string): void {
  queryClient.removeQueries({ queryKey: documentOptions(organizationId, documentId).queryKey });
  void queryClient.invalidateQueries({ queryKey: documentListOptions(organizationId).queryKey });
}
