import { createFileRoute, Link, useLocation } from "@tanstack/react-router";
import { isDevelopment } from "../../development.ts";
import { Aside, GatePage, Group } from "../../gate/gate-page.tsx";
import { ResendForm } from "../../gate/resend-form.tsx";
import { LinkButton } from "../../ui/link-button.tsx";
import { words } from "../../words.ts";

export const Route = createFileRoute("/_gate/check-your-mail")({ component: CheckYourMail });

function CheckYourMail() {
  const sentTo = useLocation({ select: ({ state }) => state.sentTo });
  return (
    <GatePage title={words.checkMail.title}>
      <p>
        {sentTo === undefined ? words.checkMail.sentAnywhere : words.checkMail.sent(sentTo)}{" "}
        {words.checkMail.explanation}
      </p>
      {isDevelopment && (
        <LinkButton to="/dev/mail" search={{ filter: sentTo }} variant="filled" size="md">
          {words.checkMail.devMail}
        </LinkButton>
      )}
      <Group>
        <h2>{words.checkMail.nothing}</h2>
        <ResendForm email={sentTo} submit={words.checkMail.again} />
      </Group>
      <Aside>
        <Link to="/sign-in">{words.checkMail.back}</Link>
      </Aside>
    </GatePage>
  );
}
