import { words } from "../words.ts";
import { LinkButton } from "./link-button.tsx";
import { Page } from "./page.tsx";

interface MissingProps {
  readonly title?: string;
  readonly explanation?: string;
}

/** Nothing stands here. */
export const Missing = ({ title = words.missing.title, explanation = words.missing.explanation }: MissingProps) => (
  <Page title={title} subtitle={explanation}>
    <LinkButton to="/">{words.common.goHome}</LinkButton>
  </Page>
);
