import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { lazy } from "react";
import { Dialog } from "../ui/dialog.tsx";
import { members } from "../words/members.ts";
import { useActs } from "./acts.ts";
import type { Member } from "./queries.ts";

const says = members.change;
const ChangeRoleForm = lazy(async () => ({ default: (await import("./change-role-form.tsx")).ChangeRoleForm }));

/** Gives a member another role, where the person may. */
export function ChangeRole({ member }: { readonly member: Member }) {
  const [isOpen, { open, close }] = useDisclosure(false);
  if (!useActs(member).includes("change")) return null;
  return (
    <>
      <Button onClick={open}>{says.open}</Button>
      <Dialog title={says.title(member.name)} isOpen={isOpen} onClose={close}>
        <ChangeRoleForm member={member} onClose={close} />
      </Dialog>
    </>
  );
}
