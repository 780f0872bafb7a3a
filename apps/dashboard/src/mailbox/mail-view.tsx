import { Button } from "@mantine/core";
import { useState } from "react";
import { mailbox } from "../words/mailbox.ts";
import classes from "./mailbox.module.css";
import type { Mail } from "./mailbox.ts";

/** One mail: its links first, since they are what one came for, then the mail as it was sent or as text. */
export function MailView({ mail }: { readonly mail: Mail }) {
  const [isText, setText] = useState(false);
  return (
    <section className={classes.view} aria-label={mail.subject}>
      <header className={classes.head}>
        <h2>{mail.subject}</h2>
        <p className={classes.to}>
          {mailbox.to} {mail.to}
        </p>
      </header>
      {mail.links.length > 0 && (
        <ul className={classes.links} aria-label={mailbox.links}>
          {mail.links.map((link) => (
            <li key={link}>
              <a href={link}>{link}</a>
            </li>
          ))}
        </ul>
      )}
      <div className={classes.switch}>
        <Button aria-pressed={!isText} onClick={() => setText(false)}>
          {mailbox.html}
        </Button>
        <Button aria-pressed={isText} onClick={() => setText(true)}>
          {mailbox.text}
        </Button>
      </div>
      {isText ? (
        <pre className={classes.text}>{mail.text}</pre>
      ) : (
        // Sandboxed without any permission: a mail's HTML runs nothing, and knows nothing of this page.
        <iframe className={classes.frame} title={mail.subject} sandbox="" srcDoc={mail.html} />
      )}
    </section>
  );
}
