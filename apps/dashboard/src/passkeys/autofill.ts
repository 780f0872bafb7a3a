import type { SignInAnswer } from "@gatehouse/auth/react";
import { useEffect, useEffectEvent } from "react";
import { askForPasskey, finishSignIn, offersAutofill, stopAsking } from "./ceremonies.ts";

/** A ceremony lives ten minutes on the server; a page that is left open begins another in time. */
const RENEW_MS = 8 * 60 * 1000;

/**
 * Offers the passkeys of this device in the field for the address, for as long as nothing else is under way. It asks for nothing,
 * and says nothing when it cannot: the button and the password are there.
 *
 * @param isOpen nothing else is under way
 * @param onChosen given the way to finish the sign-in with the passkey that was chosen
 */
export function usePasskeyAutofill(isOpen: boolean, onChosen: (finish: () => Promise<SignInAnswer>) => void): void {
  const chosen = useEffectEvent(onChosen);
  useEffect(() => {
    if (!isOpen) return;
    let round = 0;
    let isAsking = false;
    const offer = async () => {
      round += 1;
      const mine = round;
      if (!(await offersAutofill())) return;
      isAsking = true;
      const answer = await askForPasskey("autofill", () => mine === round);
      if (answer !== null && mine === round) chosen(() => finishSignIn(answer));
    };
    const quietly = () => void offer().catch(() => {});
    quietly();
    const timer = setInterval(quietly, RENEW_MS);
    return () => {
      round = -1;
      clearInterval(timer);
      if (isAsking) void stopAsking();
    };
  }, [isOpen]);
}
