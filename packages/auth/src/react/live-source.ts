import { LIVE } from "../config.ts";
import type { LiveNote } from "../live/notes.ts";
import type { LiveConnect } from "./live.ts";

/**
 * Opens the stream of `live.updates` by the browser's own EventSource. tRPC's link for subscriptions does the same, but comes with the
 * first bytes of every page that imports tRPC's client, and waits three seconds before it connects anew.
 *
 * @param url where tRPC is, such as `/trpc`
 * @see HTML Standard section 9.2 (server-sent events); tRPC's names of events: `ping`, `return`, `serialized-error`
 */
export const liveSource =
  (url: string): LiveConnect =>
  (after, { told, alive, over }) => {
    const input = encodeURIComponent(JSON.stringify(after === null ? {} : { after }));
    const source = new EventSource(`${url}/live.updates?input=${input}`);
    let silence: ReturnType<typeof setTimeout> | undefined;
    const live = () => {
      clearTimeout(silence);
      silence = setTimeout(over, LIVE.silenceSeconds * 1000);
      alive();
    };
    live();
    source.onmessage = ({ data, lastEventId }: MessageEvent<string>) => {
      live();
      told(Number(lastEventId), JSON.parse(data) as LiveNote);
    };
    for (const event of ["connected", "ping"]) source.addEventListener(event, live);
    for (const event of ["return", "serialized-error", "error"]) source.addEventListener(event, over);
    return () => {
      clearTimeout(silence);
      source.close();
    };
  };
