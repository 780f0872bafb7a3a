import { useAttempt } from "@gatehouse/auth/react";
import { useMutation } from "@tanstack/react-query";
import { Suspense, useState } from "react";
import { trpc } from "../api/client.ts";
import { isWhole } from "../proof/code.ts";
import { CodeField } from "../proof/code-field.tsx";
import { Outcome, useWait } from "../proof/outcome.tsx";
import { CopyText } from "../ui/copy-text.tsx";
import { SubmitButton } from "../ui/submit-button.tsx";
import { factors } from "../words/factors.ts";
import { words } from "../words.ts";
import { drawQrCode, QrCode } from "./qr-code.tsx";
import type { TotpKey } from "./queries.ts";
import classes from "./totp-set-up.module.css";

interface TotpSetUpProps {
  readonly totpKey: TotpKey;
  /** The app is in force; the codes are to be shown once. */
  readonly onConfirmed: (recoveryCodes: readonly string[]) => void;
}

const says = factors.totp;
/** There the keyboard would rise over the key that is to be kept first. */
const isHandheld = (): boolean => matchMedia("(pointer: coarse)").matches;
const inFours = (secret: string): string => secret.replace(/(.{4})(?=.)/g, "$1 ");

function FirstCode({ onConfirmed }: Pick<TotpSetUpProps, "onConfirmed">) {
  const { state, attempt } = useAttempt();
  const confirm = useMutation(trpc.mfa.confirmTotp.mutationOptions());
  const [code, setCode] = useState("");
  const [fault, setFault] = useState<string | null>(null);
  const secondsLeft = useWait(state);
  const isWaiting = secondsLeft > 0;

  const send = async (typed: string) => {
    setFault(isWhole(typed) ? null : words.proof.codeShort);
    if (!isWhole(typed) || isWaiting) return;
    const isRight = await attempt(async () => onConfirmed((await confirm.mutateAsync({ code: typed })).recoveryCodes));
    if (!isRight) setCode("");
  };
  return (
    <form
      noValidate
      className={classes.confirm}
      onSubmit={(event) => {
        event.preventDefault();
        void send(code);
      }}
    >
      <CodeField
        value={code}
        error={fault}
        onChange={setCode}
        onWhole={(whole) => void send(whole)}
        {...(!isHandheld() && { "data-autofocus": true, autoFocus: true })}
      />
      <Outcome state={state} secondsLeft={secondsLeft} />
      <SubmitButton isBusy={state.step === "submitting" || isWaiting} busy={isWaiting ? says.submit : says.busy}>
        {says.submit}
      </SubmitButton>
    </form>
  );
}

/** From a key to an app that is in force: scan or type the key, then write the first code. */
export function TotpSetUp({ totpKey: { secret, uri }, onConfirmed }: TotpSetUpProps) {
  const [drawing] = useState(() => drawQrCode(uri));
  return (
    <ol className={classes.steps}>
      <li className={classes.step}>
        <p>{says.scan}</p>
        <Suspense fallback={<div className={classes.qr} />}>
          <QrCode drawing={drawing} />
        </Suspense>
        <a className={classes.open} href={uri}>
          {says.open}
        </a>
        <p>{says.manual}</p>
        <CopyText label={says.key} text={secret} shown={inFours(secret)} copy={says.copyKey} />
      </li>
      <li className={classes.step}>
        <p>{says.confirm}</p>
        <FirstCode onConfirmed={onConfirmed} />
        <p className={classes.hint}>{says.others}</p>
      </li>
    </ol>
  );
}
