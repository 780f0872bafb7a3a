import { Button } from "@mantine/core";
import { CopyText } from "../ui/copy-text.tsx";
import { DialogActions, DialogFields } from "../ui/dialog.tsx";
import { keys as says } from "../words/keys.ts";

interface ShownKeyProps {
  readonly text: string;
  readonly onClose: () => void;
}

/** The key, this once. */
export const ShownKey = ({ text, onClose }: ShownKeyProps) => (
  <>
    <DialogFields>
      <p>{says.shown}</p>
      <CopyText label={says.label} text={text} copy={says.copy} />
    </DialogFields>
    <DialogActions>
      <Button variant="filled" onClick={onClose}>
        {says.saved}
      </Button>
    </DialogActions>
  </>
);
