import { refusalOf } from "@gatehouse/auth/react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { BackLink } from "../ui/back-link.tsx";
import { Missing } from "../ui/missing.tsx";
import { Moment } from "../ui/moment.tsx";
import { Page, Section } from "../ui/page.tsx";
import { Stamp } from "../ui/stamp.tsx";
import { instance } from "../words/instance.ts";
import { Fact } from "./fact.tsx";
import { LimitForm } from "./limit-form.tsx";
import { MembersOf } from "./members-of.tsx";
import { More } from "./more.tsx";
import { anyOrganizationOptions, type OneOrganization } from "./queries.ts";
import { Unanswered } from "./unanswered.tsx";

const says = instance.organization;

const Back = () => <BackLink to="/instance/organizations">{says.back}</BackLink>;

const Leaving = () => <Stamp tone="copper">{instance.organizations.leaving}</Stamp>;

const About = ({ organization: { id, slug, createdAt, deletesAt } }: { readonly organization: OneOrganization }) => (
  <Section title={says.about}>
    <dl>
      <Fact name={says.slug}>{slug}</Fact>
      <Fact name={says.id}>
        <code>{id}</code>
      </Fact>
      <Fact name={says.since}>
        <Moment at={createdAt} as="day" />
      </Fact>
      {deletesAt !== null && (
        <Fact name={says.leavingAt}>
          <Moment at={deletesAt} as="day" />
        </Fact>
      )}
    </dl>
  </Section>
);

/** One organization, as whoever runs the installation sees it. */
export function OrganizationPage({ organizationId }: { readonly organizationId: string }) {
  const list = useInfiniteQuery(anyOrganizationOptions(organizationId));
  const [organization] = list.data?.pages ?? [];
  if (organization === undefined) {
    if (list.error && refusalOf(list.error).appCode === "organization.not_found") {
      return (
        <>
          <Back />
          <Missing title={says.goneTitle} explanation={says.gone} />
        </>
      );
    }
    return (
      <>
        <Back />
        <Page title={instance.organizations.title}>
          <Unanswered error={list.error} onRetry={() => void list.refetch()} />
        </Page>
      </>
    );
  }
  const { name, memberLimit, personal, deletesAt } = organization;
  return (
    <>
      <Back />
      <Page title={name} subtitle={says.told} actions={deletesAt !== null && <Leaving />}>
        <About organization={organization} />
        {!personal && (
          <Section title={says.limit.title}>
            <LimitForm key={memberLimit} organization={organization} />
          </Section>
        )}
        <Section title={says.members}>
          <MembersOf members={list.data?.pages.flatMap(({ members }) => members.items) ?? []} />
          <More list={list} />
        </Section>
      </Page>
    </>
  );
}
