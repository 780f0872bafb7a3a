import { SubmitButton } from "../ui/submit-button.tsx";
import { ways } from "../words/reset.ts";
import classes from "./passkey-first.module.css";

interface PasskeyFirstProps {
  readonly isBusy: boolean;
  readonly isWaiting: boolean;
  readonly onPasskey: () => void;
}

/** The way in that nobody can phish, before the one that is typed. */
export const PasskeyFirst = ({ isBusy, isWaiting, onPasskey }: PasskeyFirstProps) => (
  <>
    <SubmitButton
      type="button"
      variant="default"
      size="md"
      fullWidth
      isBusy={isBusy}
      busy={isWaiting ? ways.waiting : ways.passkey}
      onClick={onPasskey}
    >
      {ways.passkey}
    </SubmitButton>
    <p className={classes.or}>{ways.orPassword}</p>
  </>
);
