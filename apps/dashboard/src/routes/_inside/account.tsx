import { createFileRoute } from "@tanstack/react-router";
import { CopyWay } from "../../account/copy-way.tsx";
import { DeleteWay } from "../../account/delete-way.tsx";
import { EmailWay } from "../../account/email-way.tsx";
import { ProfileForm } from "../../account/profile-form.tsx";
import { useImpersonator, useSession } from "../../session/session.ts";
import { ClosedPage } from "../../shell/closed-page.tsx";
import { Page, Section } from "../../ui/page.tsx";
import { words } from "../../words.ts";

export const Route = createFileRoute("/_inside/account")({
  component: () => (useImpersonator() === null ? <Account /> : <ClosedPage />),
});

function Account() {
  const user = useSession()?.user;
  if (user === undefined) return null;
  const { title, subtitle, profile, email, copy, leave } = words.account;
  return (
    <Page title={title} subtitle={subtitle}>
      <Section title={profile.title}>
        <ProfileForm key={`${user.name}/${user.locale}`} user={user} />
      </Section>
      <Section title={email.title}>
        <ul>
          <EmailWay user={user} />
        </ul>
      </Section>
      <Section title={copy.title}>
        <ul>
          <CopyWay />
        </ul>
      </Section>
      <Section title={leave.title}>
        <ul>
          <DeleteWay user={user} />
        </ul>
      </Section>
    </Page>
  );
}
