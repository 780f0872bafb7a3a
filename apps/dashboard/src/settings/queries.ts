import { type Answers, queryClient, trpc } from "../api/client.ts";
import { sessionOptions } from "../session/session.ts";

export type Organization = Answers["organization"]["get"];
export type Requirements = Answers["organization"]["requirements"];
export type RequirementPreview = Answers["organization"]["previewRequirements"];

export const organizationOptions = (organizationId: string) => trpc.organization.get.queryOptions({ organizationId });

export const requirementsOptions = (organizationId: string) =>
  trpc.organization.requirements.queryOptions({ organizationId });

/** The organization changed, and perhaps what this person is in it. */
export async function refreshOrganization(organizationId: string): Promise<void> {
  await queryClient.refetchQueries({ queryKey: sessionOptions().queryKey });
  await queryClient.invalidateQueries({ queryKey: organizationOptions(organizationId).queryKey });
}
