/** Every sentence that a person reads, in one place and typed, so that a second language is a second object. */

import { account } from "./words/account.ts";
import { proof } from "./words/proof.ts";
import { work } from "./words/work.ts";

const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

export const words = {
  product: "Gatehouse",

  account,
  proof,
  work,

  common: {
    cancel: "Cancel",
    close: "Close",
    tryAgain: "Try again",
    loadMore: "Show more",
    loadingMore: "Fetching more…",
    loading: "Loading…",
    requestId: "Request",
    skip: "Skip to the content",
    goHome: "Go to the first page",
    copy: "Copy",
    copied: "Copied",
    dismiss: "Dismiss",
  },

  gate: {
    motto: "Nobody passes unannounced.",
    explanation: "Gatehouse keeps the door: it asks who you are once, and remembers it on this device.",
  },

  fields: {
    email: "E-mail",
    password: "Password",
    name: "Your name",
    showPassword: "Show the password",
    hidePassword: "Hide the password",
    capsLock: "Caps Lock is on.",
  },

  signIn: {
    title: "Sign in",
    heading: "Sign in to Gatehouse",
    submit: "Sign in",
    busy: "Signing in…",
    done: "You are in.",
    newHere: "New here?",
    create: "Create an account",
    ended: "You are no longer signed in on this device. Sign in to go on where you were.",
    signedOut: "You are signed out on this device.",
    wait: "Too many tries. You can try again in",
    demo: "Demo accounts",
    demoHint: "In development only. One click fills the form.",
    fill: (name: string) => `Fill in ${name}`,
  },

  signUp: {
    title: "Create an account",
    submit: "Create the account",
    busy: "Creating the account…",
    haveOne: "Have an account?",
    signIn: "Sign in",
    after: "We send a link to this address. The account opens when you confirm it.",
    passwordHint: "15 characters or more; spaces count. A few unrelated words are easy to keep in mind.",
    passwordMissing: (left: number) => `${plural(left, "character", "characters")} to go.`,
    passwordEnough: "Long enough.",
    passwordShort: (least: number) => `A password has at least ${least} characters.`,
    passwordLong: (most: number) => `A password has at most ${most} characters.`,
  },

  checkMail: {
    title: "Check your mail",
    sent: (email: string) => `We sent a link to ${email}.`,
    sentAnywhere: "We sent you a link.",
    explanation:
      "Open it on any device to confirm the address. It can take a minute to arrive; look among the spam too.",
    nothing: "Nothing came?",
    again: "Send it again",
    sending: "Sending…",
    sentAgain: "Sent again. Only the newest link is needed.",
    devMail: "Open the development mailbox",
    back: "Back to sign-in",
  },

  verify: {
    title: "Confirm your address",
    explanation: "One click confirms that this mailbox is yours. Then you can sign in.",
    submit: "Confirm this address",
    busy: "Confirming…",
    doneTitle: "Your address is confirmed",
    done: "The account is open. Sign in with the password you chose.",
    signIn: "Go to sign-in",
    badTitle: "This link does not work any more",
    bad: "It was used already, is too old, or was cut off on its way. If you confirmed the address before, just sign in.",
    anew: "Or write the address, and we send a new link.",
    sendAnew: "Send a new link",
  },

  shell: {
    navigation: "Pages",
    menu: "Menu",
    organization: "Organization",
    you: "You",
    documents: "Documents",
    members: "Members",
    roles: "Roles",
    access: "What you may do",
    audit: "Audit",
    keys: "API keys",
    settings: "Settings",
    security: "Security",
    account: "Your account",
    signOut: "Sign out",
    signingOut: "Signing out…",
    theme: "Theme",
    themes: { light: "Light", dark: "Dark", auto: "As the system" },
    switchTo: "Your organizations",
    switcher: (name: string) => `${name}: switch organization`,
    personal: "Personal",
    newOrganization: "New organization",
    palette: "Go to, or do",
    paletteShortcut: "Ctrl K",
    paletteShortcutMac: "⌘ K",
  },

  roles: { owner: "Owner", admin: "Admin", member: "Member", viewer: "Viewer" },

  newOrganization: {
    title: "New organization",
    explanation: "A place with its own documents and members. You become its owner.",
    name: "Name",
    submit: "Create it",
    busy: "Creating it…",
    done: (name: string) => `${name} is ready.`,
  },

  documents: {
    title: "Documents",
    subtitle: (organization: string) => `Everybody in ${organization} can read these.`,
    subtitlePersonal: "Only you can read these.",
    create: "New document",
    columns: { title: "Title", changed: "Changed" },
    emptyTitle: "Nothing written yet",
    empty: "A document is a title and a text that everybody here can read.",
    emptyPersonal: "A document is a title and a text. Here, only you can read it.",
    emptyReader: "When somebody writes a document, it stands here.",
    all: (count: number) => `${plural(count, "document", "documents")}, and that is all.`,
  },

  security: {
    title: "Security",
    subtitle: "How you prove it is you, and where you are signed in.",
    sessions: "Where you are signed in",
    thisDevice: "This device",
    onSystem: (browser: string, system: string) => `${browser} on ${system}`,
    activeNow: "Active now",
    active: "Active",
    signedIn: "Signed in",
    unknownDevice: "Unknown device",
    signOut: "Sign out",
    signOutNamed: (device: string) => `Sign out ${device}`,
    signingOut: "Signing out…",
    signedOut: (device: string) => `${device} is signed out.`,
    onlyHere: "You are signed in on this device only.",
    onlyBrowser: "No other browser is signed in. The clients below have access of their own.",
    others: "Sign out everywhere else",
    othersTitle: "Sign out everywhere else?",
    othersExplanation:
      "Every sign-in but this one ends within a second, and so does the access of other clients. Whoever uses one has to sign in again.",
    othersGo: "Sign out everywhere else",
    othersStay: "Leave them",
    othersDone: "You are signed out everywhere else.",
  },

  missing: {
    title: "Nothing at this address",
    explanation: "The page was moved or never was, or it belongs to an organization that you are not in.",
    organizationTitle: "No such organization",
    organization: "There is none at this address, or you are not a member of it.",
  },

  failure: {
    title: "This did not work",
    unreachable: "Gatehouse cannot be reached. Check the connection, then try again.",
    unavailable: "Gatehouse is not ready to answer just now. It usually is again within seconds.",
    unexpected: "Something went wrong on our side. It is written down under the request below.",
    code: "Something in this page broke. Reloading it usually helps.",
    wait: (seconds: number) => `Too many tries. Try again in ${plural(seconds, "second", "seconds")}.`,
    missing: (permissions: readonly string[]) =>
      `You may not do this here. It takes the permission ${permissions.join(", ")}; ask an owner or an admin.`,
    lackingTitle: "Your role does not open this page",
    lacking: (permission: string) => `It takes the permission ${permission}. An owner or an admin can give it.`,
    seeWhy: "See why, and who could give it",
    codes: {
      "auth.credentials_wrong": "That e-mail and password do not go together.",
    } as Readonly<Record<string, string>>,
    notFound: "It is not there any more, or not in this organization.",
    reload: "Reload the page",
  },
} as const;
