/** What a role names: permissions such as `document:read`, and groups such as `document:*`, which hold what is added later too. */
export type Named = ReadonlySet<string>;

interface Group {
  readonly noun: string;
  readonly permissions: readonly { readonly permission: string }[];
}

export const groupName = ({ noun }: Pick<Group, "noun">): string => `${noun}:*`;

const namesOf = ({ permissions }: Group): readonly string[] => permissions.map(({ permission }) => permission);

export const holdsGroup = (named: Named, group: Group): boolean => named.has(groupName(group));

/** Whether the role holds a permission, by its own name or by its group's. */
export const holdsOne = (named: Named, group: Group, permission: string): boolean =>
  named.has(permission) || holdsGroup(named, group);

/** How much of a group the role holds. */
export function shareOf(named: Named, group: Group): "all" | "some" | "none" {
  if (holdsGroup(named, group)) return "all";
  return namesOf(group).some((name) => named.has(name)) ? "some" : "none";
}

/** Takes a whole group, which leaves no single name of it, or gives all of it back. */
export function toggleGroup(named: Named, group: Group): Named {
  const own = [groupName(group), ...namesOf(group)];
  const others = [...named].filter((name) => !own.includes(name));
  return new Set(holdsGroup(named, group) ? others : [...others, groupName(group)]);
}

/** Takes or gives back one permission. Out of a whole group, the others stay, each by its name. */
export function toggleOne(named: Named, group: Group, permission: string): Named {
  const next = new Set(named);
  if (next.delete(groupName(group))) for (const name of namesOf(group)) next.add(name);
  if (!next.delete(permission)) next.add(permission);
  return next;
}

/** Whether both name the same. */
export const isSame = (one: Named, other: Named): boolean =>
  one.size === other.size && [...one].every((name) => other.has(name));
