import { Button, CopyButton } from "@mantine/core";
import type { Answers } from "../api/client.ts";
import { Seal } from "../ui/seal.tsx";
import { settings } from "../words/settings.ts";
import { words } from "../words.ts";
import classes from "./settings.module.css";

const { seal, sealHint, address, id: idName, idHint } = settings;

/** How this organization is told from every other: its seal, its address and its id. */
export const Identity = ({ organization: { id, slug } }: { readonly organization: Answers["organization"]["get"] }) => (
  <>
    <div className={classes.row}>
      <div className={classes.words}>
        <h3 className={classes.term}>{seal}</h3>
        <p className={classes.hint}>{sealHint}</p>
      </div>
      <div>
        <Seal organizationId={id} size={48} />
      </div>
    </div>
    <div className={classes.row}>
      <div className={classes.words}>
        <h3 className={classes.term}>{address}</h3>
        <div>
          <code>/o/{slug}</code>
        </div>
      </div>
    </div>
    <div className={classes.row}>
      <div className={classes.words}>
        <h3 className={classes.term}>{idName}</h3>
        <p className={classes.hint}>{idHint}</p>
        <div>
          <code>{id}</code>
        </div>
      </div>
      <div>
        <CopyButton value={id}>
          {({ copied, copy }) => (
            <Button onClick={copy}>
              <span role="status">{copied ? words.common.copied : words.common.copy}</span>
            </Button>
          )}
        </CopyButton>
      </div>
    </div>
  </>
);
