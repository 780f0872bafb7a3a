import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useSuspenseQuery } from "@tanstack/react-query";
import { Section } from "../ui/page.tsx";
import { factors } from "../words/factors.ts";
import { ChangePassword } from "./change-password.tsx";
import { EnrolmentDialog } from "./enrolment-dialog.tsx";
import { PasskeysWay } from "./passkeys-way.tsx";
import { factorStatusOptions } from "./queries.ts";
import { RecoveryWay } from "./recovery-way.tsx";
import { TotpWay } from "./totp-way.tsx";
import { useEnrolment } from "./use-enrolment.ts";
import { Way } from "./way.tsx";

const { password } = factors;
const nothing = () => {};

function PasswordWay() {
  const [isOpen, { open, close }] = useDisclosure(false);
  return (
    <Way name={password.name} says={password.hint}>
      <Button aria-label={password.title} onClick={open}>
        {password.change}
      </Button>
      <ChangePassword isOpen={isOpen} onClose={close} />
    </Way>
  );
}

/** How the person proves who they are, and every way to change it. */
export function Ways() {
  const { data: status } = useSuspenseQuery(factorStatusOptions());
  const enrolment = useEnrolment(nothing);
  return (
    <Section title={factors.ways}>
      <ul>
        <PasswordWay />
        <TotpWay status={status} enrolment={enrolment} />
        <PasskeysWay hasTotp={status.totp} enrolment={enrolment} />
        <RecoveryWay status={status} />
      </ul>
      <EnrolmentDialog enrolment={enrolment} />
    </Section>
  );
}
