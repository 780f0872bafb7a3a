import { refusalOf } from "@gatehouse/auth/react";
import { knowsPasskeys } from "../passkeys/ceremonies.ts";
import type { CurrentOrganization } from "../session/session.ts";
import { Page, Section } from "../ui/page.tsx";
import { Stamp } from "../ui/stamp.tsx";
import { SubmitButton } from "../ui/submit-button.tsx";
import { enrolment as says } from "../words/enrolment.ts";
import { factors } from "../words/factors.ts";
import { EnrolmentSteps } from "./enrolment-steps.tsx";
import type { Enrolment } from "./use-enrolment.ts";
import { Way } from "./way.tsx";

interface EnrolmentPageProps {
  readonly organization: CurrentOrganization;
  readonly enrolment: Enrolment;
}

const { totp, passkeys, recovery } = factors;

const Choice = ({ enrolment: { beginTotp, addPasskey } }: { readonly enrolment: Enrolment }) => (
  <Section title={says.ways}>
    <ul>
      <Way name={totp.name} says={totp.isOff} refusal={beginTotp.error && refusalOf(beginTotp.error)}>
        <SubmitButton
          type="button"
          isBusy={beginTotp.isPending}
          busy={totp.settingUp}
          aria-label={totp.setUpNamed}
          onClick={() => beginTotp.mutate()}
        >
          {totp.setUp}
        </SubmitButton>
      </Way>
      <Way
        name={passkeys.name}
        stamp={<Stamp tone="act">{passkeys.stamp}</Stamp>}
        says={knowsPasskeys() ? passkeys.hint : passkeys.unknown}
        refusal={addPasskey.error && refusalOf(addPasskey.error)}
      >
        {knowsPasskeys() && (
          <SubmitButton
            type="button"
            variant="default"
            isBusy={addPasskey.isPending}
            busy={passkeys.adding}
            onClick={() => addPasskey.mutate()}
          >
            {passkeys.add}
          </SubmitButton>
        )}
      </Way>
    </ul>
  </Section>
);

/** What stands in place of an organization's pages until the person has the second factor that their role asks for. */
export function EnrolmentPage({ organization, enrolment }: EnrolmentPageProps) {
  const { stage } = enrolment;
  const { name } = organization;
  return (
    <Page
      title={says.title(name)}
      tab={`${says.tab} · ${name}`}
      subtitle={`${says.why(organization.roleName, name)} ${says.elsewhere}`}
    >
      {stage === null && <Choice enrolment={enrolment} />}
      {stage !== null && (
        <Section title={stage.step === "totp" ? totp.title : recovery.title}>
          <EnrolmentSteps enrolment={enrolment} />
        </Section>
      )}
    </Page>
  );
}
