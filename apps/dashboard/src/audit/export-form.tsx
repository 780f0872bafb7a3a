import { refusalOf } from "@gatehouse/auth/react";
import { Button, NativeSelect } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { trpc } from "../api/client.ts";
import { useOrganization } from "../session/organization.tsx";
import { DialogActions, DialogFields } from "../ui/dialog.tsx";
import { ChevronIcon } from "../ui/icons.tsx";
import { notify } from "../ui/notice.tsx";
import { Refused } from "../ui/refused.tsx";
import { saveBlob } from "../ui/save-file.ts";
import { SubmitButton } from "../ui/submit-button.tsx";
import { audit } from "../words/audit.ts";
import { words } from "../words.ts";
import classes from "./audit.module.css";
import { type AuditSearch, filterOf, isFiltered } from "./audit-search.ts";
import { type DownloadProgress, download } from "./download.ts";
import { refreshAudit } from "./queries.ts";

const says = audit.copies;
const FORMATS = ["csv", "jsonl"] as const;
type Format = (typeof FORMATS)[number];
const formatOf = (text: string): Format => FORMATS.find((format) => format === text) ?? "csv";

interface ExportFormProps {
  readonly search: AuditSearch;
  readonly onClose: () => void;
}

const Progress = ({ progress: { lines, of } }: { readonly progress: DownloadProgress }) => (
  <div className={classes.progress}>
    <progress value={Math.min(lines, of)} max={Math.max(of, 1)} aria-label={says.submit} />
    <p role="status">{says.progress(lines, of)}</p>
  </div>
);

/** Orders a copy of what the filters ask for, and downloads it. */
export function ExportForm({ search, onClose }: ExportFormProps) {
  const { id: organizationId, slug } = useOrganization();
  const [format, setFormat] = useState<Format>("csv");
  const [progress, setProgress] = useState<DownloadProgress | null>(null);
  const order = useMutation(trpc.audit.export.mutationOptions());
  const fetching = useMutation({
    mutationFn: (url: string) => download(url, setProgress),
    onError: () => setProgress(null),
  });
  const isBusy = order.isPending || fetching.isPending;
  const send = async () => {
    const { url } = await order.mutateAsync({ organizationId, format, ...filterOf(search) });
    const file = await fetching.mutateAsync(url);
    saveBlob(says.fileName(slug, new Date().toISOString().slice(0, 10), format), file);
    notify(says.done);
    onClose();
    await refreshAudit();
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    fetching.reset();
    // What went wrong stands in the mutations, and below.
    void send().catch(() => undefined);
  };
  return (
    <form onSubmit={onSubmit}>
      <DialogFields>
        <p>
          {isFiltered(search) ? says.filtered : says.whole} {says.once}
        </p>
        <NativeSelect
          label={says.format}
          size="md"
          value={format}
          rightSection={<ChevronIcon size={16} />}
          data={FORMATS.map((value) => ({ value, label: says.formats[value] }))}
          onChange={(event) => setFormat(formatOf(event.currentTarget.value))}
          data-autofocus
          autoFocus
        />
        {progress !== null && <Progress progress={progress} />}
        <Refused refusal={order.error && refusalOf(order.error)} />
        {fetching.isError && <p role="alert">{says.broken}</p>}
      </DialogFields>
      <DialogActions>
        <Button onClick={onClose}>{words.common.cancel}</Button>
        <SubmitButton isBusy={isBusy} busy={says.busy}>
          {says.submit}
        </SubmitButton>
      </DialogActions>
    </form>
  );
}
