export { type AttemptState, useAttempt } from "./attempt.ts";
export { type LiveConnect, type LiveShare, shareLive } from "./live.ts";
export { liveSource } from "./live-source.ts";
export { type Refusal, refusalOf, type StepUpDemand } from "./refusal.ts";
export {
  type CanProps,
  createSessionHooks,
  type SessionProviderProps,
} from "./session.tsx";
export { type Credentials, type SignInAnswer, type SignInState, useSignIn } from "./sign-in.ts";
export { createStepUpDesk, STEP_UP_DECLINED, type StepUpDesk, stepUpLink, useStepUpDemand } from "./step-up.ts";
export { announce, type TabNews, useTabNews } from "./tabs.ts";
