import { refusalOf } from "@gatehouse/auth/react";
import { useQuery } from "@tanstack/react-query";
import { useSession } from "../session/session.ts";
import { BackLink } from "../ui/back-link.tsx";
import { Missing } from "../ui/missing.tsx";
import { Page, Section } from "../ui/page.tsx";
import { Stamp } from "../ui/stamp.tsx";
import { instance } from "../words/instance.ts";
import { Acts } from "./acts.tsx";
import classes from "./instance.module.css";
import { OrganizationsOf } from "./organizations-of.tsx";
import { PersonFacts } from "./person-facts.tsx";
import { type OnePerson, personOptions } from "./queries.ts";
import { SessionsOf } from "./sessions-of.tsx";
import { States } from "./states.tsx";
import { Unanswered } from "./unanswered.tsx";

const says = instance.person;

const Back = () => <BackLink to="/instance/people">{says.back}</BackLink>;

const Told = ({ email }: { readonly email: string }) => (
  <>
    {email}
    <span className={classes.told}>{says.told}</span>
  </>
);

function Sections({ person }: { readonly person: OnePerson }) {
  const isMe = useSession()?.user.id === person.id;
  return (
    <Page
      title={person.name}
      subtitle={isMe ? person.email : <Told email={person.email} />}
      actions={isMe ? <Stamp tone="act">{says.you}</Stamp> : <States person={person} />}
    >
      <Acts person={person} isMe={isMe} />
      <Section title={says.account}>
        <PersonFacts person={person} />
      </Section>
      <Section title={says.sessions}>
        <SessionsOf person={person} />
      </Section>
      <Section title={says.organizations}>
        <OrganizationsOf person={person} />
      </Section>
    </Page>
  );
}

/** One person, with what they have, and what can be done about their account. */
export function PersonPage({ userId }: { readonly userId: string }) {
  const { data: person, error, refetch } = useQuery(personOptions(userId));
  if (person === undefined && error && refusalOf(error).appCode === "user.not_found") {
    return (
      <>
        <Back />
        <Missing title={says.goneTitle} explanation={says.gone} />
      </>
    );
  }
  return (
    <>
      <Back />
      {person === undefined ? (
        <Page title={instance.people.title}>
          <Unanswered error={error} onRetry={() => void refetch()} />
        </Page>
      ) : (
        <Sections person={person} />
      )}
    </>
  );
}
