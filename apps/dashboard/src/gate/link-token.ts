import { useLocation } from "@tanstack/react-router";
import { type ComponentType, createElement } from "react";

/** The secret of a mail's link: in the fragment, which no server and no log sees; in the query where a mail program moved it. */
export function useLinkToken(): string | undefined {
  const { hash, searchStr } = useLocation({
    select: ({ hash, searchStr }) => ({ hash, searchStr }),
    structuralSharing: true,
  });
  return new URLSearchParams(hash).get("token") ?? new URLSearchParams(searchStr).get("token") ?? undefined;
}

/** A page for each link: another link, opened in the same tab, begins anew. */
export const perLink = (page: ComponentType) =>
  function PerLink() {
    return createElement(page, { key: useLinkToken() });
  };
