import { SubmitButton } from "../ui/submit-button.tsx";
import { words } from "../words.ts";
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
      busy={isWaiting ? words.ways.waiting : words.ways.passkey}
      onClick={onPasskey}
    >
      {words.ways.passkey}
    </SubmitButton>
    <p className={classes.or}>{words.ways.orPassword}</p>
  </>
);
