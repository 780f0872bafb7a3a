/** The palette: every page by its name, and what can be done from anywhere. */
export const palette = {
  field: "Page or command",
  placeholder: "Members, dark, sign out…",
  list: "Pages and commands",
  none: "Nothing that you may open or do is called so.",
  found: (count: number) => (count === 1 ? "1 found" : `${count} found`),
  keys: "Up and down choose, Enter goes, Escape closes.",
  groups: {
    do: "Do",
    here: (organization: string) => `In ${organization}`,
    you: "You",
    switch: "Other organizations",
  },
  /** Other words by which people look for the same. */
  also: {
    invite: "add member colleague",
    newDocument: "create write",
    newRole: "create permission",
    newOrganization: "create team",
    signOut: "log out leave exit",
    theme: "colour color appearance mode",
    switch: "switch organization",
  },
} as const;
