import { TRPCClientError, type TRPCLink } from "@trpc/client";
import type { AnyTRPCRouter } from "@trpc/server";
import { observable } from "@trpc/server/observable";
import { useSyncExternalStore } from "react";
import { refusalOf, type StepUpDemand } from "./refusal.ts";

/** The code of a call that was given up because the person did not want to prove themselves. Nothing needs to be said of it. */
export const STEP_UP_DECLINED = "step_up.declined";

/** Where refused calls wait for the one proof that all of them need. */
export interface StepUpDesk {
  /** Waits until somebody settles it; the calls that wait at the same time share one answer. */
  ask(demand: StepUpDemand): Promise<boolean>;
  /** Answers all who wait: true sends their calls again. */
  settle(isProven: boolean): void;
  /** What is asked for now; null for nothing. */
  current(): StepUpDemand | null;
  subscribe(listener: () => void): () => void;
}

interface Waiting {
  readonly demand: StepUpDemand;
  readonly answer: Promise<boolean>;
  readonly settle: (isProven: boolean) => void;
}

/** Makes the desk: one for a whole application, shared by the link that asks and the dialog that answers. */
export function createStepUpDesk(): StepUpDesk {
  let waiting: Waiting | null = null;
  const listeners = new Set<() => void>();
  const show = (next: Waiting | null) => {
    waiting = next;
    for (const listener of listeners) listener();
  };
  return {
    ask(demand) {
      if (waiting === null) {
        const { promise: answer, resolve: settle } = Promise.withResolvers<boolean>();
        show({ demand, answer, settle });
      }
      return waiting?.answer ?? Promise.resolve(false);
    },
    settle(isProven) {
      const settled = waiting;
      show(null);
      settled?.settle(isProven);
    },
    current: () => waiting?.demand ?? null,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function declined<Router extends AnyTRPCRouter>(cause: TRPCClientError<Router>): TRPCClientError<Router> {
  const error = new TRPCClientError<Router>(cause.message, { cause });
  return Object.assign(error, { data: { appCode: STEP_UP_DECLINED, httpStatus: 403 } });
}

/**
 * A link that no screen has to know of: a call refused with `access.step_up_required` waits at the desk, and goes
 * on by itself with the very same input once the person has proven who they are. A call given up fails with `STEP_UP_DECLINED`.
 */
export const stepUpLink =
  <Router extends AnyTRPCRouter>(desk: StepUpDesk): TRPCLink<Router> =>
  () =>
  ({ op, next }) =>
    observable((observer) => {
      let running: { unsubscribe(): void } | null = null;
      let isStopped = false;
      const run = () => {
        running = next(op).subscribe({
          next: (value) => observer.next(value),
          complete: () => observer.complete(),
          error(error) {
            const { stepUp } = refusalOf(error);
            if (stepUp === null) return observer.error(error);
            void desk.ask(stepUp).then((isProven) => {
              if (isStopped) return;
              if (isProven) run();
              else observer.error(declined(error));
            });
          },
        });
      };
      run();
      return () => {
        isStopped = true;
        running?.unsubscribe();
      };
    });

/** What the person is asked to prove now; null for nothing. */
export const useStepUpDemand = (desk: StepUpDesk): StepUpDemand | null =>
  useSyncExternalStore(desk.subscribe, desk.current);
