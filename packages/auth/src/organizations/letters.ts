import type { Templates } from "@gatehouse/mail";
import { utc } from "../utc.ts";

/** By its name; null for a name that has no place in a mail: see `nameInMail`. */
interface OfOrganization {
  readonly organization: string | null;
}

/** What each mail needs that tells people of their organizations. */
export interface OrganizationLetters {
  readonly roleChanged: OfOrganization & { readonly role: string | null };
  readonly memberRemoved: OfOrganization;
  readonly organizationDeletionAsked: OfOrganization & { readonly at: string };
  readonly organizationRestored: OfOrganization;
  readonly organizationErased: OfOrganization;
}

const called = (organization: string | null): string => organization ?? "an organization that you belong to";

/** What is done to organizations and their members, told to those whom it concerns. */
export const organizationLetters: Templates<OrganizationLetters> = {
  roleChanged: ({ organization, role }, { product }) => ({
    subject: `Your role at ${product} was changed`,
    heading: "You have another role",
    paragraphs: [`In ${called(organization)} your role is now ${role === null ? "another one" : `"${role}"`}.`],
    action: { label: "See what you may do", path: "/" },
  }),
  memberRemoved: ({ organization }, { product }) => ({
    subject: `You were removed from an organization at ${product}`,
    heading: "You are no longer a member",
    paragraphs: [
      `Somebody removed you from ${called(organization)}. What belongs to it is no longer open to you. Your account stays as it is.`,
    ],
  }),
  organizationDeletionAsked: ({ organization, at }, { product }) => ({
    subject: `An organization of yours at ${product} will be deleted`,
    heading: "The organization will be deleted",
    paragraphs: [
      `An owner asked for ${called(organization)} to be deleted. Nobody can work in it any more, and on ${utc(at)} everything in it will be erased.`,
    ],
    action: { label: "See or restore it", path: "/" },
    footnote: "Until then any owner can restore it.",
  }),
  organizationRestored: ({ organization }, { product }) => ({
    subject: `An organization of yours at ${product} stays`,
    heading: "The organization will not be deleted",
    paragraphs: [`An owner restored ${called(organization)}. Everything in it is as it was.`],
    action: { label: "Open it", path: "/" },
  }),
  organizationErased: ({ organization }, { product }) => ({
    subject: `An organization of yours at ${product} was deleted`,
    heading: "The organization was deleted",
    paragraphs: [`The time to restore ${called(organization)} is over. Everything in it was erased.`],
  }),
};
