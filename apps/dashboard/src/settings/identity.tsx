import { Button, CopyButton } from "@mantine/core";
import type { Answers } from "../api/client.ts";
import { Seal } from "../ui/seal.tsx";
import { words } from "../words.ts";
import classes from "./settings.module.css";

const { seal, sealHint, address, id: idName, idHint } = words.settings;

/** How this organization is told from every other: its seal, its address and its id. */
export const Identity = ({ organization: { id, slug } }: { readonly organization: Answers["organization"]["get"] }) => (
  <dl>
    <div className={classes.row}>
      <div className={classes.words}>
        <dt className={classes.term}>{seal}</dt>
        <dd className={classes.hint}>{sealHint}</dd>
      </div>
      <dd>
        <Seal organizationId={id} size={48} />
      </dd>
    </div>
    <div className={classes.row}>
      <div className={classes.words}>
        <dt className={classes.term}>{address}</dt>
        <dd>
          <code>/o/{slug}</code>
        </dd>
      </div>
    </div>
    <div className={classes.row}>
      <div className={classes.words}>
        <dt className={classes.term}>{idName}</dt>
        <dd className={classes.hint}>{idHint}</dd>
        <dd>
          <code>{id}</code>
        </dd>
      </div>
      <dd>
        <CopyButton value={id}>
          {({ copied, copy }) => (
            <Button onClick={copy}>
              <span role="status">{copied ? words.common.copied : words.common.copy}</span>
            </Button>
          )}
        </CopyButton>
      </dd>
    </div>
  </dl>
);
