import { useEffect, useEffectEvent } from "react";

/** What one tab tells the others. No secret travels: the others ask the server, with their own cookie. */
export type TabNews = "signedIn" | "signedOut";

const CHANNEL = "gatehouse-session";

const isTabNews = (value: unknown): value is TabNews => value === "signedIn" || value === "signedOut";

/**
 * Tells the other tabs of this browser that the session changed.
 *
 * @param news what happened in this tab, after the server said so
 */
export function announce(news: TabNews): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage(news);
  channel.close();
}

/**
 * Hears what the other tabs announce, for as long as the component stands.
 *
 * @param onNews called with each; the latest function given is the one called
 */
export function useTabNews(onNews: (news: TabNews) => void): void {
  const hear = useEffectEvent(onNews);
  useEffect(() => {
    const channel = new BroadcastChannel(CHANNEL);
    channel.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (isTabNews(data)) hear(data);
    };
    return () => channel.close();
  }, []);
}
