/** The mailbox of development. */
export const mailbox = {
  title: "Development mailbox",
  subtitle: "Every mail that this server would have sent. It exists in development only.",
  filter: "Filter by address or subject",
  empty: "Empty the mailbox",
  emptied: "The mailbox is empty.",
  nothing: "No mail yet",
  nothingHint: "Sign up, and the mail with the link stands here a moment later.",
  noMatch: "No mail matches this filter.",
  clearFilter: "Clear the filter",
  to: "To",
  links: "Links",
  text: "As text",
  html: "As sent",
  list: "Mails",
  back: "Back to Gatehouse",
} as const;
