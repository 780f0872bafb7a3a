import { useParams } from "@tanstack/react-router";
import { useExplained } from "../session/use-explained.ts";
import { words } from "../words.ts";
import { LinkButton } from "./link-button.tsx";
import { Page } from "./page.tsx";
import { RequestId } from "./request-id.tsx";
import classes from "./ways.module.css";

interface LackingProps {
  readonly permission: string;
  /** Of the refusal, where the server was asked. */
  readonly requestId?: string | null;
}

/** A page that the person's role does not open: what it takes, and the way to where that is explained and asked for. */
export function Lacking({ permission, requestId = null }: LackingProps) {
  const { slug } = useParams({ strict: false });
  const isExplained = useExplained(slug);
  return (
    <Page title={words.failure.lackingTitle} subtitle={words.failure.lacking(permission)}>
      <div className={classes.ways}>
        {slug !== undefined && isExplained && (
          <LinkButton to="/o/$slug/access" params={{ slug }} search={{ permission }} variant="filled">
            {words.failure.seeWhy}
          </LinkButton>
        )}
        <LinkButton to="/">{words.common.goHome}</LinkButton>
        {requestId !== null && <RequestId id={requestId} />}
      </div>
    </Page>
  );
}
