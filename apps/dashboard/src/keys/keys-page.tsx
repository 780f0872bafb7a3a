import { refusalOf } from "@gatehouse/auth/react";
import { useSuspenseInfiniteQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { useMay, useOrganization } from "../session/organization.tsx";
import { LoadMore } from "../ui/load-more.tsx";
import { Moment } from "../ui/moment.tsx";
import { Empty, Page } from "../ui/page.tsx";
import { Cell, Register, Row } from "../ui/register.tsx";
import { keys as says } from "../words/keys.ts";
import { KeyStamp } from "./key-stamp.tsx";
import { endOf } from "./key-state.ts";
import classes from "./keys.module.css";
import { NewKey } from "./new-key.tsx";
import { type ApiKey, keyListOptions } from "./queries.ts";

const KeyDrawer = lazy(async () => ({ default: (await import("./key-drawer.tsx")).KeyDrawer }));

const KeyRow = ({ apiKey, onOpen }: { readonly apiKey: ApiKey; readonly onOpen: () => void }) => (
  <Row>
    <Cell>
      <button type="button" className={classes.key} onClick={onOpen}>
        {apiKey.name}
      </button>{" "}
      <KeyStamp apiKey={apiKey} />
      <code className={classes.hint}>{apiKey.hint}</code>
    </Cell>
    <Cell tone="soft" label={says.columns.expires}>
      <Moment at={endOf(apiKey)} as="day" />
    </Cell>
    <Cell tone="soft" label={says.columns.used}>
      {apiKey.lastUsedAt === null ? says.neverUsed : <Moment at={apiKey.lastUsedAt} />}
    </Cell>
  </Row>
);

/** The API keys of an organization. */
export function KeysPage() {
  const { id, name } = useOrganization();
  const list = useSuspenseInfiniteQuery(keyListOptions(id));
  const [open, setOpen] = useState<ApiKey | null>(null);
  const [opened, setOpened] = useState(false);
  const onOpen = (apiKey: ApiKey) => {
    setOpened(true);
    setOpen(apiKey);
  };
  const keys = list.data.pages.flatMap(({ items }) => items);
  // As it is by now; one that is gone stays as it was, since its successor may be shown this once.
  const shown = open && (keys.find(({ id: each }) => each === open.id) ?? open);
  const create = useMay("api_key:manage") && <NewKey />;
  return (
    <Page title={says.title} tab={`${says.title} · ${name}`} subtitle={says.subtitle(name)} actions={create}>
      {keys.length === 0 ? (
        <Empty title={says.emptyTitle}>{says.empty}</Empty>
      ) : (
        <Register
          label={says.title}
          columns={[says.columns.name, says.columns.expires, says.columns.used]}
          tracks="minmax(0, 1fr) 130px 150px"
        >
          {keys.map((apiKey) => (
            <KeyRow key={apiKey.id} apiKey={apiKey} onOpen={() => onOpen(apiKey)} />
          ))}
        </Register>
      )}
      <LoadMore
        hasMore={list.hasNextPage}
        isFetching={list.isFetchingNextPage}
        refusal={list.isFetchNextPageError ? refusalOf(list.error) : null}
        onMore={() => void list.fetchNextPage()}
      />
      <Suspense>{opened && <KeyDrawer apiKey={shown} onClose={() => setOpen(null)} />}</Suspense>
    </Page>
  );
}
