/** What was started, to be stopped in the opposite order: at a signal, or when a later start fails. */
export interface Lifetime {
  /** Registers what stops the thing that was just started. */
  onStop(stop: () => unknown): void;
  /** Stops everything once, last started first; a stop that fails does not keep the others from theirs. */
  end(): Promise<void>;
}

/** @param onFault told of stops that failed */
export function createLifetime(onFault: (error: unknown) => void): Lifetime {
  const stops: (() => unknown)[] = [];
  let ending: Promise<void> | null = null;
  const endAll = async () => {
    for (const stop of stops.reverse()) {
      try {
        await stop();
      } catch (error) {
        onFault(error);
      }
    }
  };
  return {
    onStop: (stop) => void stops.push(stop),
    end() {
      ending ??= endAll();
      return ending;
    },
  };
}
