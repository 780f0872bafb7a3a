/** What an organization is called, where it is found, and how it is told from others. */
export const settings = {
  title: "Settings",
  subtitle: (organization: string) => `What ${organization} is called, what it asks of its members, and who leads it.`,
  subtitlePersonal: "What your personal organization is called, and where it is found.",
  name: "Name and address",
  nameField: "What the organization is called",
  nameHint: "Everybody in the organization sees it. Its address stays as it is.",
  nameHintReader: "An owner or an admin can change it.",
  save: "Save",
  saving: "Saving…",
  saved: "Saved.",
  identity: "Identity",
  seal: "Seal",
  sealHint:
    "Drawn from the id, so it never changes. It stands in the switcher and on the tab, so that you notice a wrong organization.",
  address: "Address",
  id: "Id",
  idHint: "For the API and for support.",
} as const;
