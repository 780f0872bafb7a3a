import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { trpc } from "../api/client.ts";
import { useMay, useOrganization } from "../session/organization.tsx";
import { Drawer } from "../ui/drawer.tsx";
import { Moment } from "../ui/moment.tsx";
import { keys as says } from "../words/keys.ts";
import { words } from "../words.ts";
import { KeyActions } from "./key-actions.tsx";
import { KeyStamp } from "./key-stamp.tsx";
import { endOf } from "./key-state.ts";
import classes from "./keys.module.css";
import type { ApiKey } from "./queries.ts";

const Fact = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <div className={classes.fact}>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

/** Calls are counted seconds after they were made, and nothing tells of them. */
const COUNTED_MS = 5_000;

/** How its calls went. */
function Outcomes({ apiKeyId }: { readonly apiKeyId: string }) {
  const { id: organizationId } = useOrganization();
  const options = trpc.apiKey.outcomes.queryOptions({ organizationId, apiKeyId }, { refetchInterval: COUNTED_MS });
  const { data } = useQuery(options);
  return (
    <>
      <Fact name={says.calls}>{data === undefined ? words.common.loading : says.used(data.used)}</Fact>
      {data !== undefined && data.refused.length > 0 && (
        <Fact name={says.refusals}>
          <ul>
            {data.refused.map(({ code, count }) => (
              <li key={code}>
                {says.refused(count)} <code>{code}</code>
              </li>
            ))}
          </ul>
        </Fact>
      )}
    </>
  );
}

const Lines = ({ lines }: { readonly lines: readonly string[] }) => (
  <ul>
    {lines.map((line) => (
      <li key={line}>
        <code>{line}</code>
      </li>
    ))}
  </ul>
);

function Facts({ apiKey }: { readonly apiKey: ApiKey }) {
  const { lastUsedAt, lastUsedIp } = apiKey;
  return (
    <dl>
      <Fact name={says.hint}>
        <code>{apiKey.hint}</code>
      </Fact>
      <Fact name={says.may}>
        <Lines lines={apiKey.permissions} />
      </Fact>
      <Fact name={says.from}>{apiKey.ipRanges.length === 0 ? says.anywhere : <Lines lines={apiKey.ipRanges} />}</Fact>
      <Fact name={says.made}>
        <Moment at={apiKey.createdAt} /> {says.by(apiKey.createdByName)}
      </Fact>
      <Fact name={says.ends}>
        <Moment at={endOf(apiKey)} as="day" /> <KeyStamp apiKey={apiKey} />
      </Fact>
      <Fact name={says.columns.used}>
        {lastUsedAt === null ? says.neverUsed : <Moment at={lastUsedAt} />} <code>{lastUsedIp}</code>
      </Fact>
      <Outcomes apiKeyId={apiKey.id} />
    </dl>
  );
}

interface KeyDrawerProps {
  readonly apiKey: ApiKey | null;
  readonly onClose: () => void;
}

/** All there is to say of one key, and what can be done with it. */
export function KeyDrawer({ apiKey, onClose }: KeyDrawerProps) {
  const mayManage = useMay("api_key:manage");
  // While it slides away, it still shows what it showed.
  const [shown, setShown] = useState(apiKey);
  if (apiKey !== null && apiKey !== shown) setShown(apiKey);
  return (
    <Drawer title={shown?.name ?? ""} isOpen={apiKey !== null} onClose={onClose}>
      {shown !== null && <Facts apiKey={shown} />}
      {shown !== null && mayManage && <KeyActions key={shown.id} apiKey={shown} onGone={onClose} />}
    </Drawer>
  );
}
