import { lazy } from "react";
import { Dialog } from "../ui/dialog.tsx";
import { words } from "../words.ts";

const ChangePasswordForm = lazy(async () => ({
  default: (await import("./change-password-form.tsx")).ChangePasswordForm,
}));

interface ChangePasswordProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Changes a password that is known. */
export const ChangePassword = ({ isOpen, onClose }: ChangePasswordProps) => (
  <Dialog title={words.factors.password.title} isOpen={isOpen} onClose={onClose}>
    <ChangePasswordForm onClose={onClose} />
  </Dialog>
);
