import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Moment } from "../ui/moment.tsx";
import { Empty, Page } from "../ui/page.tsx";
import { Cell, Register, Row } from "../ui/register.tsx";
import { instance } from "../words/instance.ts";
import { Found } from "./found.tsx";
import classes from "./instance.module.css";
import { More } from "./more.tsx";
import { type Person, peopleOptions } from "./queries.ts";
import { SearchForm } from "./search-form.tsx";
import { hasState, States } from "./states.tsx";
import { Unanswered } from "./unanswered.tsx";

const says = instance.people;

const factorsOf = ({ factors }: Person): string =>
  factors.length === 0 ? says.noFactor : factors.map((factor) => says.factors[factor] ?? factor).join(", ");

const PersonRow = ({ person }: { readonly person: Person }) => (
  <Row>
    <Cell>
      <Link to="/instance/people/$userId" params={{ userId: person.id }} className={classes.link}>
        {person.name}
      </Link>
      <span className={classes.email}>{person.email}</span>
    </Cell>
    <Cell tone="soft" label={says.columns.factor}>
      {factorsOf(person)}
    </Cell>
    <Cell>{hasState(person) && <States person={person} />}</Cell>
    <Cell tone="soft" label={says.columns.since}>
      <Moment at={person.createdAt} as="day" />
    </Cell>
  </Row>
);

const PeopleRegister = ({ people }: { readonly people: readonly Person[] }) => (
  <Register
    label={says.title}
    columns={[says.columns.name, says.columns.factor, says.columns.state, says.columns.since]}
    tracks="minmax(0, 1fr) 130px minmax(0, 200px) 110px"
  >
    {people.map((person) => (
      <PersonRow key={person.id} person={person} />
    ))}
  </Register>
);

function People({ search }: { readonly search: string | undefined }) {
  const list = useInfiniteQuery(peopleOptions(search));
  const people = list.data?.pages.flatMap(({ items }) => items);
  return (
    <>
      <Found count={people?.length} hasMore={list.hasNextPage} />
      {people === undefined && <Unanswered error={list.error} onRetry={() => void list.refetch()} />}
      {people?.length === 0 && <Empty title={says.emptyTitle}>{says.empty}</Empty>}
      {people !== undefined && people.length > 0 && <PeopleRegister people={people} />}
      {people !== undefined && <More list={list} />}
    </>
  );
}

interface PeoplePageProps {
  readonly search: string | undefined;
  readonly onSearch: (search: string | undefined) => void;
}

/** Everybody with an account, to be looked for. */
export const PeoplePage = ({ search, onSearch }: PeoplePageProps) => (
  <Page title={says.title} subtitle={says.subtitle} isWide>
    <SearchForm says={says} search={search} onSearch={onSearch} />
    <People search={search} />
  </Page>
);
