import { Select, type SelectProps, VisuallyHidden } from "@mantine/core";
import { queryClient } from "../api/client.ts";
import { useOrganization } from "../session/organization.tsx";
import { ChevronIcon } from "../ui/icons.tsx";
import { members } from "../words/members.ts";
import "./combobox.css";
import classes from "./member-picker.module.css";
import { memberOptions } from "./queries.ts";
import { type Choice, usePicking } from "./use-picking.ts";

const MOST = 254;

/** In its place and not in a portal, so that it stays within its dialog and its landmark. */
const DROPDOWN = { withinPortal: false, shadow: "none", offset: 6, transitionProps: { duration: 80 } } as const;
const { dropdown, options, option } = classes;

type Field = Pick<SelectProps, "label" | "description" | "error" | "disabled" | "autoFocus" | "onFocus" | "onBlur">;

interface MemberPickerProps extends Field, Choice {
  readonly onChange: (userId: string) => void;
}

const Person = ({ name, email }: { readonly name: string; readonly email: string | undefined }) => (
  <span className={classes.person}>
    {name}
    {email !== undefined && <span className={classes.email}>{email}</span>}
  </span>
);

/** Finds one member among thousands: by how their name, a word of it, or their address begins. */
export function MemberPicker({ value, nobody, among, name, onChange, ...field }: MemberPickerProps) {
  const { id: organizationId } = useOrganization();
  const { people, said, props } = usePicking({ value, nobody, among, name });
  const find = (id: string) => people.find(({ userId }) => userId === id);
  const choose = (userId: string) => {
    const member = find(userId);
    // The name is there at once, and nobody asks for it.
    if (member) queryClient.setQueryData(memberOptions(organizationId, userId).queryKey, member);
    onChange(userId);
  };
  return (
    <>
      <Select
        {...field}
        {...props}
        size="md"
        searchable
        openOnFocus={false}
        allowDeselect={false}
        withScrollArea={false}
        autoComplete="off"
        aria-autocomplete="list"
        spellCheck={false}
        maxLength={MOST}
        placeholder={nobody ?? members.pick.placeholder}
        rightSection={<ChevronIcon size={16} />}
        value={value || null}
        onChange={(userId) => choose(userId ?? "")}
        onClick={({ currentTarget }) => currentTarget.select()}
        filter={(all) => all.options}
        renderOption={({ option: { value: id, label } }) => <Person name={label} email={find(id)?.email} />}
        comboboxProps={DROPDOWN}
        classNames={{ dropdown, options, option }}
      />
      <VisuallyHidden role="status">{said}</VisuallyHidden>
    </>
  );
}
