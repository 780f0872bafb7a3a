import { refusalOf } from "@gatehouse/auth/react";
import { LoadMore } from "../ui/load-more.tsx";
import { plainly } from "./plainly.ts";

/** What a list that comes a page at a time says of its next page. */
interface Paged {
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  readonly isFetchNextPageError: boolean;
  readonly error: unknown;
  readonly fetchNextPage: () => Promise<unknown>;
}

/** The foot of one of the lists here. */
export const More = ({ list }: { readonly list: Paged }) => (
  <LoadMore
    hasMore={list.hasNextPage}
    isFetching={list.isFetchingNextPage}
    refusal={list.isFetchNextPageError ? plainly(refusalOf(list.error)) : null}
    onMore={() => void list.fetchNextPage()}
  />
);
