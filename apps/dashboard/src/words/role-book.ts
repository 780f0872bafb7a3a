/** The roles of an organization: the four that every one has, and its own. */
const permissions = (count: number): string => `${count} ${count === 1 ? "permission" : "permissions"}`;
const people = (count: number): string => `${count} ${count === 1 ? "person" : "people"}`;

export const roleBook = {
  title: "Roles",
  subtitle: (organization: string) => `What each role in ${organization} may do, and who holds it.`,
  columns: { name: "Role", holds: "May do", members: "Held by", kind: "Kind" },
  builtIn: "Built in",
  own: "Custom",
  yours: "Yours",
  permissions,
  members: (count: number) => (count === 0 ? "nobody" : people(count)),
  create: "New role",
  back: "All roles",
  goneTitle: "No such role",
  gone: "The address is wrong, or it was deleted.",

  newTitle: "New role",
  newSubtitle: "A name, and what whoever holds it may do. You cannot give what you may not do yourself.",
  name: "Name",
  nameHint: "People see it beside their names.",
  tree: "What it may do",
  nouns: {
    organization: "Organization",
    member: "Members",
    audit: "Audit",
    role: "Roles",
    api_key: "API keys",
    document: "Documents",
  } as Readonly<Record<string, string>>,
  group: "All of it, also what is added later",
  lacking: "You lack this yourself.",
  nothing: "Choose at least one permission.",
  createIt: "Create the role",
  creating: "Creating it…",
  created: (name: string) => `The role ${name} is made. Give it to people on the page of members.`,

  readOnly: {
    builtIn: "Every organization has this role, and nobody can change it. Make one of your own for anything else.",
    own: "You hold this role yourself. Ask somebody else to change it.",
    reader: "Whoever may make roles can change it.",
    more: "It holds something that you lack. Ask an owner to change it.",
  },

  review: "Review the change",
  unchanged: "Nothing is changed yet.",
  diffTitle: (name: string) => `What changes for ${name}`,
  wins: "Gains",
  loses: "Loses",
  renamed: (from: string, to: string) => `It is called ${to} instead of ${from}.`,
  same: "What it may do stays as it is.",
  affected: (count: number) =>
    count === 0
      ? "Nobody holds it, so nothing changes for anybody yet."
      : `For ${people(count)}, at once and without signing in again:`,
  more: "and others",
  save: "Save the role",
  saving: "Saving…",
  keepWriting: "Go on editing",
  saved: (name: string) => `The role ${name} is saved. It holds from now on.`,

  remove: {
    open: "Delete the role",
    title: (name: string) => `Delete the role ${name}?`,
    explanation: "Nobody holds it, so nobody loses anything. It is gone for good.",
    heldTitle: (name: string) => `${name} is held`,
    inUse: (count: number) =>
      `${people(count)} ${count === 1 ? "holds" : "hold"} it. Give them another role first; then the role can be deleted.`,
    toMembers: "Go to the members",
    go: "Delete the role",
    busy: "Deleting…",
    stay: "Keep it",
    done: (name: string) => `The role ${name} is deleted.`,
  },
} as const;
