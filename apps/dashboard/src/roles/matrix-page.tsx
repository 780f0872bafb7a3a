import type { AccessMatrix } from "@gatehouse/auth";
import { refusalOf } from "@gatehouse/auth/react";
import { NativeSelect } from "@mantine/core";
import { useMutation, useSuspenseQuery } from "@tanstack/react-query";
import { client } from "../api/client.ts";
import { useOrganization } from "../session/organization.tsx";
import { ChevronIcon } from "../ui/icons.tsx";
import { notify } from "../ui/notice.tsx";
import { Page } from "../ui/page.tsx";
import { Refused } from "../ui/refused.tsx";
import { saveFile } from "../ui/save-file.ts";
import { SubmitButton } from "../ui/submit-button.tsx";
import { TextButton } from "../ui/text-button.tsx";
import { matrix as says } from "../words/matrix.ts";
import { BackToRoles } from "./back-to-roles.tsx";
import classes from "./matrix.module.css";
import { MatrixLegend } from "./matrix-legend.tsx";
import { about, countOf, DOORS, type Ways, waysOf } from "./matrix-rows.ts";
import { MatrixTable } from "./matrix-table.tsx";
import { matrixOptions } from "./queries.ts";

/** What of the matrix is shown, as it stands in the URL. */
export interface MatrixSearch {
  readonly noun?: string | undefined;
  /** The key of the role that a phone shows. */
  readonly role?: string | undefined;
}

interface MatrixPageProps {
  readonly search: MatrixSearch;
  readonly onSearch: (search: MatrixSearch) => void;
}

/** The whole of it as a table for a spreadsheet, whatever is filtered here. */
function useCsv() {
  const { id: organizationId, slug } = useOrganization();
  return useMutation({
    mutationFn: () => client.access.matrix.query({ organizationId, format: "csv" }),
    onSuccess: (table) => {
      saveFile(says.csv.fileName(slug, new Date().toISOString().slice(0, 10)), "text/csv", String(table));
      notify(says.csv.done);
    },
  });
}

interface ChoicesProps extends MatrixPageProps {
  readonly all: readonly Ways[];
  readonly roles: AccessMatrix["roles"];
  readonly chosen: string | undefined;
}

function Choices({ search, onSearch, all, roles, chosen }: ChoicesProps) {
  const select = { size: "md", rightSection: <ChevronIcon size={16} /> } as const;
  const nouns = all.map(({ noun }) => ({ value: noun, label: noun === DOORS ? says.filters.doors : noun }));
  return (
    <search className={classes.filters} aria-label={says.filters.label}>
      <NativeSelect
        label={says.filters.noun}
        {...select}
        value={search.noun ?? ""}
        data={[{ value: "", label: says.filters.anyNoun }, ...nouns]}
        onChange={({ currentTarget: { value } }) => onSearch({ ...search, noun: value || undefined })}
      />
      <NativeSelect
        className={classes.one}
        label={says.filters.role}
        {...select}
        value={chosen}
        data={roles.map(({ key, name }) => ({ value: key, label: name }))}
        onChange={({ currentTarget: { value } }) => onSearch({ ...search, role: value })}
      />
    </search>
  );
}

/** Who may do what in the organization: procedures and doors, by every role. */
export function MatrixPage({ search, onSearch }: MatrixPageProps) {
  const { id, name, role: mine } = useOrganization();
  const { data: whole } = useSuspenseQuery(matrixOptions(id));
  const csv = useCsv();
  const all = waysOf(whole);
  const shown = about(all, search.noun);
  const chosen = [search.role, mine].find((key) => whole.roles.some((role) => role.key === key)) ?? whole.roles[0]?.key;
  const download = (
    <SubmitButton
      type="button"
      variant="default"
      isBusy={csv.isPending}
      busy={says.csv.busy}
      onClick={() => csv.mutate()}
    >
      {says.csv.open}
    </SubmitButton>
  );
  return (
    <>
      <BackToRoles />
      <Page title={says.title} tab={`${says.title} · ${name}`} subtitle={says.subtitle(name)} actions={download} isWide>
        <Refused refusal={csv.error && refusalOf(csv.error)} />
        <Choices search={search} onSearch={onSearch} all={all} roles={whole.roles} chosen={chosen} />
        <div className={classes.count}>
          <p role="status">{shown.length === 0 ? says.none : says.filters.count(countOf(shown), countOf(all))}</p>
          {search.noun !== undefined && (
            <TextButton onClick={() => onSearch({ ...search, noun: undefined })}>{says.filters.clear}</TextButton>
          )}
          <MatrixLegend />
        </div>
        {shown.length > 0 && <MatrixTable roles={whole.roles} all={shown} chosen={chosen} />}
      </Page>
    </>
  );
}
