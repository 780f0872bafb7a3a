import { Button } from "@mantine/core";
import { useEffect, useState } from "react";
import { words } from "../words.ts";
import classes from "./proof.module.css";

const STEP_SECONDS = 30;

async function codeOf(secret: string): Promise<string> {
  const { Secret, TOTP } = await import("otpauth");
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate();
}

const secondsToNext = (): number => STEP_SECONDS - (Math.floor(Date.now() / 1000) % STEP_SECONDS);

function useSecondsToNext(): number {
  const [left, setLeft] = useState(secondsToNext);
  useEffect(() => {
    const timer = setInterval(() => setLeft(secondsToNext()), 500);
    return () => clearInterval(timer);
  }, []);
  return left;
}

interface DevelopmentCodeProps {
  /** The secret of a demo account's authenticator, base32. */
  readonly secret: string;
  readonly onFill: (code: string) => void;
}

/** The authenticator of a demo account, a click away. Development only. */
export function DevelopmentCode({ secret, onFill }: DevelopmentCodeProps) {
  const secondsLeft = useSecondsToNext();
  return (
    <div>
      <Button fullWidth onClick={() => void codeOf(secret).then(onFill)}>
        {words.proof.development.fill}
      </Button>
      <p className={classes.hint}>{words.proof.development.hint(secondsLeft)}</p>
    </div>
  );
}
