/** Work that a browser does in place of a wait. */
export const work = {
  checking: "Many accounts were asked for from your network. Checking that you are not a robot: about a second.",
} as const;
