import { Button, TextInput } from "@mantine/core";
import { useMutation, useSuspenseQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { BackIcon } from "../ui/icons.tsx";
import { Moment } from "../ui/moment.tsx";
import { notify } from "../ui/notice.tsx";
import { Empty, Page } from "../ui/page.tsx";
import { mailbox } from "../words/mailbox.ts";
import { MailView } from "./mail-view.tsx";
import classes from "./mailbox.module.css";
import { emptyMailbox, type Mail, mailboxOptions, matching } from "./mailbox.ts";

interface MailboxPageProps {
  readonly filter: string;
  readonly onFilter: (text: string) => void;
}

interface MailListProps {
  readonly mails: readonly Mail[];
  readonly chosen: Mail | undefined;
  readonly onChoose: (mail: Mail) => void;
}

const MailList = ({ mails, chosen, onChoose }: MailListProps) => (
  <ul className={classes.list} aria-label={mailbox.list}>
    {mails.map((mail) => (
      <li key={`${mail.at} ${mail.to}`}>
        <button
          type="button"
          className={classes.mail}
          aria-current={mail === chosen ? "true" : undefined}
          onClick={() => onChoose(mail)}
        >
          <span className={classes.subject}>{mail.subject}</span>
          <span className={classes.to}>{mail.to}</span>
          <span className={classes.at}>
            <Moment at={mail.at} />
          </span>
        </button>
      </li>
    ))}
  </ul>
);

function Mails({ mails, filter, onFilter }: MailboxPageProps & { readonly mails: readonly Mail[] }) {
  const [chosenAt, setChosenAt] = useState<string>();
  const shown = matching(mails, filter);
  const chosen = shown.find(({ at, to }) => `${at} ${to}` === chosenAt) ?? shown[0];
  if (mails.length === 0) return <Empty title={mailbox.nothing}>{mailbox.nothingHint}</Empty>;
  return (
    <>
      <TextInput
        label={mailbox.filter}
        type="search"
        value={filter}
        onChange={(event) => onFilter(event.currentTarget.value)}
        className={classes.filter}
      />
      {chosen === undefined ? (
        <Empty title={mailbox.noMatch} action={<Button onClick={() => onFilter("")}>{mailbox.clearFilter}</Button>}>
          {filter}
        </Empty>
      ) : (
        <div className={classes.desk}>
          <MailList mails={shown} chosen={chosen} onChoose={({ at, to }) => setChosenAt(`${at} ${to}`)} />
          <MailView key={`${chosen.at} ${chosen.to}`} mail={chosen} />
        </div>
      )}
    </>
  );
}

/** The mail of a development server, whose links can be followed. */
export function MailboxPage(props: MailboxPageProps) {
  const { data: mails } = useSuspenseQuery(mailboxOptions());
  const empty = useMutation({ mutationFn: emptyMailbox, onSuccess: () => notify(mailbox.emptied) });
  const actions = mails.length > 0 && (
    <Button variant="subtle" color="danger" onClick={() => empty.mutate()}>
      {mailbox.empty}
    </Button>
  );
  return (
    <main className={classes.main} tabIndex={-1}>
      <Link to="/" className={classes.back}>
        <BackIcon size={16} /> {mailbox.back}
      </Link>
      <Page title={mailbox.title} subtitle={mailbox.subtitle} actions={actions} isWide>
        <Mails mails={mails} {...props} />
      </Page>
    </main>
  );
}
