import { useEffect } from "react";

/**
 * Keeps what is shown up to date for as long as a session lasts. What does so comes after the page: until then, and without it, pages
 * ask by themselves.
 *
 * @param sessionId null for nobody
 * @param onState told whether this tab hears what happens
 */
export function useLive(sessionId: string | null, onState: (isLive: boolean) => void): void {
  useEffect(() => {
    if (sessionId === null) return;
    let isGone = false;
    let leave = () => {};
    const go = ({ goLive }: typeof import("./live.ts")) => {
      if (!isGone) leave = goLive(sessionId, onState);
    };
    void import("./live.ts").then(go, () => {});
    return () => {
      isGone = true;
      leave();
    };
  }, [sessionId, onState]);
}
