import { Moment } from "../ui/moment.tsx";
import { instance } from "../words/instance.ts";
import { Fact } from "./fact.tsx";
import { permissionsSaid } from "./permissions-said.ts";
import type { OnePerson } from "./queries.ts";

const says = instance.person;

/** What is known of an account. */
export function PersonFacts({ person }: { readonly person: OnePerson }) {
  const { id, email, createdAt, disabledAt, deletesAt, proofs, permissions } = person;
  return (
    <dl>
      <Fact name={says.email}>{email}</Fact>
      <Fact name={says.id}>
        <code>{id}</code>
      </Fact>
      <Fact name={says.since}>
        <Moment at={createdAt} as="day" />
      </Fact>
      {disabledAt !== null && (
        <Fact name={says.disabledAt}>
          <Moment at={disabledAt} />
        </Fact>
      )}
      {deletesAt !== null && (
        <Fact name={says.leavingAt}>
          <Moment at={deletesAt} as="day" />
        </Fact>
      )}
      <Fact name={says.app}>{proofs.totp ? says.set : says.none}</Fact>
      <Fact name={says.passkeys}>{proofs.passkeys === 0 ? says.none : proofs.passkeys}</Fact>
      <Fact name={says.codes}>{proofs.recoveryCodesLeft}</Fact>
      {permissions !== null && <Fact name={says.grant}>{permissionsSaid(permissions)}</Fact>}
    </dl>
  );
}
