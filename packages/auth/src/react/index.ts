export { type Refusal, refusalOf } from "./refusal.ts";
export { createSessionHooks, type Session, type SessionOrganization, type SessionProviderProps } from "./session.tsx";
export { type Credentials, type SignInState, useSignIn } from "./sign-in.ts";
export { announce, type TabNews, useTabNews } from "./tabs.ts";
