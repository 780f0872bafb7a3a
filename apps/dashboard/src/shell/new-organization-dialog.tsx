import { lazy, Suspense } from "react";
import { Dialog } from "../ui/dialog.tsx";
import { words } from "../words.ts";

interface NewOrganizationDialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

// Few people make an organization on any day: the form and its schemas come when somebody does.
const NewOrganizationForm = lazy(async () => ({
  default: (await import("./new-organization-form.tsx")).NewOrganizationForm,
}));

/** Asks for the name of a new team organization. */
export const NewOrganizationDialog = ({ isOpen, onClose }: NewOrganizationDialogProps) => (
  <Dialog title={words.newOrganization.title} isOpen={isOpen} onClose={onClose}>
    <Suspense fallback={<p role="status">{words.common.loading}</p>}>
      <NewOrganizationForm onClose={onClose} />
    </Suspense>
  </Dialog>
);
