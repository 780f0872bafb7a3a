import { isDevelopment } from "../development.ts";
import { LinkButton } from "../ui/link-button.tsx";
import { links } from "../words/links.ts";

/** The ways on for whoever has to look into the mailbox next. */
export const Mailed = () => (
  <>
    {isDevelopment && (
      <LinkButton to="/dev/mail" variant="filled" size="md">
        {links.mailbox}
      </LinkButton>
    )}
    <LinkButton to="/sign-in" size="md">
      {links.signIn}
    </LinkButton>
  </>
);
