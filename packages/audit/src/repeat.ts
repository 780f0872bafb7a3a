/** Something that is done again and again until it is stopped. */
export interface Repeat {
  start(): void;
  /** Does it once more, after what is under way; nothing where it was never started. */
  stop(): Promise<void>;
}

/** @param onFault told of the first of several failures in a row: an absent database would fill the log */
export function repeat(run: () => Promise<void>, everyMs: number, onFault: (error: unknown) => void): Repeat {
  let timer: NodeJS.Timeout | undefined;
  let underWay: Promise<void> = Promise.resolve();
  let isStopped = false;
  let isFailing = false;

  async function once(): Promise<void> {
    try {
      await run();
      isFailing = false;
    } catch (error) {
      if (!isFailing) onFault(error);
      isFailing = true;
    }
  }

  async function tick(): Promise<void> {
    await once();
    if (!isStopped) plan();
  }

  function plan(): void {
    timer = setTimeout(() => {
      underWay = tick();
    }, everyMs);
  }

  return {
    start: plan,
    async stop() {
      isStopped = true;
      if (timer === undefined) return;
      clearTimeout(timer);
      await underWay;
      await once();
    },
  };
}
