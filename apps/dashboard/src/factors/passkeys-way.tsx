import { refusalOf } from "@gatehouse/auth/react";
import { useSuspenseQuery } from "@tanstack/react-query";
import { knowsPasskeys } from "../passkeys/ceremonies.ts";
import { PasskeyRow } from "../passkeys/passkey-row.tsx";
import { Stamp } from "../ui/stamp.tsx";
import { SubmitButton } from "../ui/submit-button.tsx";
import { factors } from "../words/factors.ts";
import { passkeyListOptions } from "./queries.ts";
import type { Enrolment } from "./use-enrolment.ts";
import classes from "./way.module.css";
import { Way } from "./way.tsx";

const says = factors.passkeys;

interface PasskeysWayProps {
  readonly hasTotp: boolean;
  readonly enrolment: Enrolment;
}

/** The passkeys of the account, and the way to add one. */
export function PasskeysWay({ hasTotp, enrolment: { addPasskey } }: PasskeysWayProps) {
  const { data } = useSuspenseQuery(passkeyListOptions());
  const isLast = data.items.length === 1 && !hasTotp;
  return (
    <Way
      name={says.name}
      stamp={<Stamp tone="act">{says.stamp}</Stamp>}
      says={knowsPasskeys() ? says.hint : `${says.hint} ${says.unknown}`}
      refusal={addPasskey.error && refusalOf(addPasskey.error)}
      below={
        data.items.length > 0 && (
          <ul className={classes.list} aria-label={says.list}>
            {data.items.map((passkey) => (
              <PasskeyRow key={passkey.id} passkey={passkey} isLast={isLast} />
            ))}
          </ul>
        )
      }
    >
      {knowsPasskeys() && (
        <SubmitButton
          type="button"
          variant="default"
          isBusy={addPasskey.isPending}
          busy={says.adding}
          onClick={() => addPasskey.mutate()}
        >
          {says.add}
        </SubmitButton>
      )}
    </Way>
  );
}
