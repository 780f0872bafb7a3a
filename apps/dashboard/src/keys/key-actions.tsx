import { refusalOf } from "@gatehouse/auth/react";
import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { trpc } from "../api/client.ts";
import { useOrganization } from "../session/organization.tsx";
import { Confirmation, Dialog } from "../ui/dialog.tsx";
import { notify } from "../ui/notice.tsx";
import { Refused } from "../ui/refused.tsx";
import { keys as says } from "../words/keys.ts";
import { ChangeKey } from "./change-key.tsx";
import { stateOf } from "./key-state.ts";
import classes from "./keys.module.css";
import { type ApiKey, refreshKeys } from "./queries.ts";
import { ShownKey } from "./shown-key.tsx";

const OVERLAP_HOURS = 24;

interface KeyActionsProps {
  readonly apiKey: ApiKey;
  readonly onGone: () => void;
}

/** Another name for a key, a successor, and its end. One that ended can only be taken off the list. */
export function KeyActions({ apiKey, onGone }: KeyActionsProps) {
  const { id: apiKeyId, name } = apiKey;
  const state = stateOf(apiKey, new Date());
  const { id: organizationId } = useOrganization();
  const [asked, setAsked] = useState<"roll" | "revoke" | null>(null);
  const [made, setMade] = useState<string | null>(null);
  const roll = useMutation(
    trpc.apiKey.roll.mutationOptions({
      onSuccess: ({ key }) => {
        setAsked(null);
        setMade(key);
      },
    }),
  );
  const revoke = useMutation(
    trpc.apiKey.revoke.mutationOptions({
      onSuccess: async () => {
        notify(says.revoked(name));
        onGone();
        await refreshKeys();
      },
    }),
  );
  const onSaved = () => {
    onGone();
    void refreshKeys();
  };
  const stay = () => setAsked(null);
  return (
    <div className={classes.actions}>
      {state !== "ended" && <ChangeKey apiKey={apiKey} />}
      {state === "works" && (
        <Button aria-label={says.rollNamed(name)} onClick={() => setAsked("roll")}>
          {says.roll}
        </Button>
      )}
      <Button color="danger" aria-label={says.revokeNamed(name)} onClick={() => setAsked("revoke")}>
        {says.revoke}
      </Button>
      <Confirmation
        says={says.rollSays}
        isOpen={asked === "roll"}
        isBusy={roll.isPending}
        onStay={stay}
        onGo={() => roll.mutate({ organizationId, apiKeyId, overlapHours: OVERLAP_HOURS })}
      >
        <p>{says.rollSays.explanation}</p>
        <Refused refusal={roll.error && refusalOf(roll.error)} />
      </Confirmation>
      <Confirmation
        says={says.revokeSays}
        isOpen={asked === "revoke"}
        isBusy={revoke.isPending}
        onStay={stay}
        onGo={() => revoke.mutate({ organizationId, apiKeyId })}
      >
        <p>{says.revokeSays.explanation}</p>
        <Refused refusal={revoke.error && refusalOf(revoke.error)} />
      </Confirmation>
      <Dialog title={says.shownTitle} isOpen={made !== null} onClose={onSaved} isKept>
        {made !== null && <ShownKey text={made} onClose={onSaved} />}
      </Dialog>
    </div>
  );
}
