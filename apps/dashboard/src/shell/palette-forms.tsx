import { lazy, type ReactNode, Suspense, useState } from "react";
import { OrganizationProvider } from "../session/organization.tsx";
import type { CurrentOrganization } from "../session/session.ts";
import { NewOrganizationDialog } from "./new-organization-dialog.tsx";
import type { Asked } from "./use-commands.tsx";

const InviteDialog = lazy(async () => ({ default: (await import("../invitations/invite-dialog.tsx")).InviteDialog }));
const NewKeyDialog = lazy(async () => ({ default: (await import("../keys/new-key-dialog.tsx")).NewKeyDialog }));

interface PaletteFormsProps {
  readonly asked: Asked | null;
  readonly organization: CurrentOrganization | undefined;
  readonly onClose: () => void;
}

interface FirstAskedProps {
  readonly isAsked: boolean;
  readonly children: ReactNode;
}

/** Holds a form from the first time that it is asked for. */
function FirstAsked({ isAsked, children }: FirstAskedProps) {
  const [wasAsked, setWasAsked] = useState(isAsked);
  if (isAsked && !wasAsked) setWasAsked(true);
  return <Suspense>{wasAsked && children}</Suspense>;
}

/** The forms that the palette leads to, above whatever page there is. */
export const PaletteForms = ({ asked, organization, onClose }: PaletteFormsProps) => (
  <>
    <NewOrganizationDialog isOpen={asked === "organization"} onClose={onClose} />
    {organization !== undefined && (
      <OrganizationProvider value={organization}>
        <FirstAsked isAsked={asked === "invite"}>
          <InviteDialog isOpen={asked === "invite"} onClose={onClose} />
        </FirstAsked>
        <FirstAsked isAsked={asked === "key"}>
          <NewKeyDialog isOpen={asked === "key"} onClose={onClose} />
        </FirstAsked>
      </OrganizationProvider>
    )}
  </>
);
