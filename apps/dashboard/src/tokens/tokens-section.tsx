import type { SessionView } from "../sessions/queries.ts";
import { Section } from "../ui/page.tsx";
import { tokens } from "../words/tokens.ts";
import { IssueTokens } from "./issue-tokens.tsx";
import { TokenRow } from "./token-row.tsx";
import classes from "./tokens.module.css";

/** The clients that are not browsers: which have access, and how one gets it. */
export const TokensSection = ({ sessions }: { readonly sessions: readonly SessionView[] }) => (
  <Section title={tokens.title} actions={<IssueTokens />}>
    <p className={classes.lead}>{tokens.hint}</p>
    <ul>
      {sessions.map((session) => (
        <TokenRow key={session.id} session={session} />
      ))}
    </ul>
  </Section>
);
