import { refusalOf } from "@gatehouse/auth/react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { trpc } from "../api/client.ts";
import { refreshMembers } from "../members/queries.ts";
import { useOrganization } from "../session/organization.tsx";
import { Moment } from "../ui/moment.tsx";
import { notify } from "../ui/notice.tsx";
import { Section } from "../ui/page.tsx";
import { Refused } from "../ui/refused.tsx";
import { SubmitButton } from "../ui/submit-button.tsx";
import { access } from "../words/access.ts";
import classes from "./access.module.css";
import { type AccessRequest, refreshRequests, requestListOptions } from "./queries.ts";

const says = access.requests;

/** The two answers. Whoever approves is shown the role first, and gives no other unseen. */
function useAnswers({ id, name, becomes }: AccessRequest) {
  const { id: organizationId } = useOrganization();
  const input = { organizationId, accessRequestId: id };
  const approve = useMutation(
    trpc.accessRequest.approve.mutationOptions({
      onSuccess: ({ role }) => notify(says.approved(name, role.name)),
      onSettled: () => Promise.all([refreshMembers(organizationId), refreshRequests(organizationId)]),
    }),
  );
  const decline = useMutation(
    trpc.accessRequest.decline.mutationOptions({
      onSuccess: () => notify(says.declined(name)),
      onSettled: () => refreshRequests(organizationId),
    }),
  );
  return {
    approve,
    decline,
    onApprove: () => approve.mutate({ ...input, ...(becomes && { becomes: becomes.key }) }),
    onDecline: () => decline.mutate(input),
  };
}

function RequestRow({ request }: { readonly request: AccessRequest }) {
  const { name, says: what, note, roleName, becomes, createdAt } = request;
  const { approve, decline, onApprove, onDecline } = useAnswers(request);
  const error = approve.error ?? decline.error;
  return (
    <li className={classes.request}>
      <div className={classes.asked}>
        <p className={classes.name}>{what}</p>
        <p className={classes.becomes}>
          {says.asks(name)} · <Moment at={createdAt} />
        </p>
        {note !== null && <p className={classes.note}>{note}</p>}
        <p className={classes.becomes}>{becomes ? says.becomes(roleName, becomes.name) : says.none}</p>
        <Refused refusal={error && refusalOf(error)} />
      </div>
      <div className={classes.ways}>
        <SubmitButton
          type="button"
          variant="default"
          isBusy={decline.isPending}
          busy={says.declining}
          aria-label={says.declineNamed(name, what)}
          onClick={onDecline}
        >
          {says.decline}
        </SubmitButton>
        {becomes && (
          <SubmitButton
            type="button"
            isBusy={approve.isPending}
            busy={says.approving}
            aria-label={says.approveNamed(name, what)}
            onClick={onApprove}
          >
            {says.approve}
          </SubmitButton>
        )}
      </div>
    </li>
  );
}

/** What people asked for, to be answered; nothing where nobody did. */
export function RequestSection() {
  const { data } = useQuery(requestListOptions(useOrganization().id));
  const items = data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <div className={classes.place}>
      <Section title={says.title}>
        <ul>
          {items.map((request) => (
            <RequestRow key={request.id} request={request} />
          ))}
        </ul>
      </Section>
    </div>
  );
}
