/** How far a download is. */
export interface DownloadProgress {
  readonly lines: number;
  /** In all. */
  readonly of: number;
}

const NEWLINE = 10;

const newlinesIn = (bytes: Uint8Array): number => bytes.reduce((count, byte) => count + (byte === NEWLINE ? 1 : 0), 0);

/**
 * Fetches a copy of the log, and says how far it is.
 *
 * @throws when it was refused, or broke off before its last line: a part of a log is not to be taken for the whole
 */
export async function download(url: string, onProgress: (progress: DownloadProgress) => void): Promise<Blob> {
  const answer = await fetch(url);
  const of = Number(answer.headers.get("X-Total-Lines"));
  if (!answer.ok || answer.body === null) throw new Error(`the copy was refused: ${answer.status}`);
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let lines = 0;
  onProgress({ lines, of });
  const reader = answer.body.getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    parts.push(read.value);
    lines += newlinesIn(read.value);
    onProgress({ lines, of });
  }
  // A cell of a table may hold line breaks of its own: more lines than promised are no fault.
  if (lines < of) throw new Error(`the copy broke off after ${lines} of ${of} lines`);
  return new Blob(parts, { type: answer.headers.get("Content-Type") ?? "" });
}
