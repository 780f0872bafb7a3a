import { NativeSelect, type NativeSelectProps } from "@mantine/core";
import { ChevronIcon } from "../ui/icons.tsx";
import { useRoleChoices } from "./role-choices.ts";

/** Asks for one of the roles that the person may give. */
export const RoleField = (props: NativeSelectProps) => (
  <NativeSelect size="md" data={[...useRoleChoices()]} rightSection={<ChevronIcon size={16} />} {...props} />
);
