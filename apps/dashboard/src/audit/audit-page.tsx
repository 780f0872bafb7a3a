import { useMay, useOrganization } from "../session/organization.tsx";
import { Page } from "../ui/page.tsx";
import { Refused } from "../ui/refused.tsx";
import { SubmitButton } from "../ui/submit-button.tsx";
import { audit } from "../words/audit.ts";
import { AuditList } from "./audit-list.tsx";
import type { AuditSearch } from "./audit-search.ts";
import { ExportLog } from "./export-log.tsx";
import { Filters } from "./filters.tsx";
import { useEvents, useNames } from "./use-events.ts";
import { useVerify } from "./use-verify.ts";
import { Verdict } from "./verdict.tsx";

const says = audit;

interface AuditPageProps {
  readonly search: AuditSearch;
  readonly onSearch: (search: AuditSearch) => void;
}

/** The log of an organization: what happened, the proof that it is whole, and copies of it. */
export function AuditPage({ search, onSearch }: AuditPageProps) {
  const { id, name, personal } = useOrganization();
  const list = useEvents(search);
  const people = useNames(list.data?.pages);
  const { verdict, isBusy, refusal, verify } = useVerify(id);
  const actions = (
    <>
      <SubmitButton type="button" variant="default" isBusy={isBusy} busy={says.verify.busy} onClick={verify}>
        {says.verify.open}
      </SubmitButton>
      {useMay("audit:export") && <ExportLog search={search} />}
    </>
  );
  return (
    <Page
      title={says.title}
      tab={`${says.title} · ${name}`}
      subtitle={personal ? says.subtitlePersonal : says.subtitle(name)}
      actions={actions}
      isWide
    >
      <Verdict verdict={verdict} />
      <Refused refusal={refusal} />
      <Filters search={search} people={people} onSearch={onSearch} />
      <AuditList list={list} search={search} people={people} onSearch={onSearch} />
    </Page>
  );
}
