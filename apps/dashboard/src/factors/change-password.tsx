import { lazy } from "react";
import { Dialog } from "../ui/dialog.tsx";
import { factors } from "../words/factors.ts";

const ChangePasswordForm = lazy(async () => ({
  default: (await import("./change-password-form.tsx")).ChangePasswordForm,
}));

interface ChangePasswordProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Changes a password that is known. */
export const ChangePassword = ({ isOpen, onClose }: ChangePasswordProps) => (
  <Dialog title={factors.password.title} isOpen={isOpen} onClose={onClose}>
    <ChangePasswordForm onClose={onClose} />
  </Dialog>
);
