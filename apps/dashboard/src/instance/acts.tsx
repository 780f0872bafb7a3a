import { Button } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { Way } from "../factors/way.tsx";
import { useRuns } from "../session/session.ts";
import { Section } from "../ui/page.tsx";
import { instance } from "../words/instance.ts";
import type { Act } from "./act-dialog.tsx";
import { EnableWay } from "./enable-way.tsx";
import classes from "./instance.module.css";
import { permissionsSaid } from "./permissions-said.ts";
import type { OnePerson } from "./queries.ts";
import { useOutranked } from "./use-outranked.ts";

const says = instance.acts;
const ActDialog = lazy(async () => ({ default: (await import("./act-dialog.tsx")).ActDialog }));

interface WaysProps {
  readonly person: OnePerson;
  readonly onAct: (act: Act) => void;
}

/** Why nobody acts as this person; undefined where somebody may. */
function barOf({ permissions, disabledAt }: OnePerson): string | undefined {
  if (permissions !== null) return says.impersonate.held;
  return disabledAt === null ? undefined : says.impersonate.disabled;
}

function ActingWay({ person, onAct }: WaysProps) {
  const bar = barOf(person);
  return (
    <Way name={says.impersonate.name} says={bar ?? says.impersonate.says}>
      {bar === undefined && <Button onClick={() => onAct("impersonate")}>{says.impersonate.open}</Button>}
    </Way>
  );
}

const ClosingWays = ({ person, onAct }: WaysProps) => (
  <>
    <Way name={says.signOut.name} says={says.signOut.says}>
      <Button onClick={() => onAct("signOut")}>{says.signOut.open}</Button>
    </Way>
    {person.disabledAt === null ? (
      <Way name={says.disable.name} says={says.disable.says}>
        <Button color="danger" onClick={() => onAct("disable")}>
          {says.disable.open}
        </Button>
      </Way>
    ) : (
      <EnableWay person={person} />
    )}
  </>
);

const GrantWay = ({ person: { permissions }, onAct }: WaysProps) => (
  <Way name={says.grant.name} says={permissions === null ? says.grant.none : permissionsSaid(permissions)}>
    <Button onClick={() => onAct("grant")}>{permissions === null ? says.grant.open : says.grant.change}</Button>
    {permissions !== null && (
      <Button color="danger" onClick={() => onAct("revoke")}>
        {says.revoke.open}
      </Button>
    )}
  </Way>
);

/** What whoever looks may do about an account. */
function Ways(props: WaysProps) {
  const mayAct = useRuns("instance:impersonate");
  const mayClose = useRuns("instance:disable");
  const mayGrant = useRuns("instance:grants");
  if (!(mayAct || mayClose || mayGrant)) return null;
  return (
    <Section title={says.title}>
      <ul>
        {mayAct && <ActingWay {...props} />}
        {mayClose && <ClosingWays {...props} />}
        {mayGrant && <GrantWay {...props} />}
      </ul>
    </Section>
  );
}

/** What can be done about an account, but not about one's own, nor of somebody who may do more. The server judges anew. */
export function Acts({ person, isMe }: { readonly person: OnePerson; readonly isMe: boolean }) {
  const [choice, setChoice] = useState<{ readonly act: Act; readonly number: number } | null>(null);
  const [isOpen, setOpen] = useState(false);
  const onAct = (act: Act) => {
    setChoice((before) => ({ act, number: (before?.number ?? 0) + 1 }));
    setOpen(true);
  };
  const isOutranked = useOutranked(person.permissions);
  if (isMe || isOutranked) {
    return (
      <Section title={says.title}>
        <p className={classes.note}>{isMe ? says.self : says.outranked}</p>
      </Section>
    );
  }
  return (
    <>
      <Ways person={person} onAct={onAct} />
      <Suspense>
        {choice && (
          <ActDialog
            key={choice.number}
            act={choice.act}
            person={person}
            isOpen={isOpen}
            onClose={() => setOpen(false)}
          />
        )}
      </Suspense>
    </>
  );
}
