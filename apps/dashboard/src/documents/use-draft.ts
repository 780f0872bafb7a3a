import { type Refusal, refusalOf } from "@gatehouse/auth/react";
import { useRef, useState } from "react";
import { writing } from "../words/writing.ts";

export interface DraftText {
  readonly title: string;
  readonly body: string;
}

/** What stands beside a field that was not accepted. */
export type DraftErrors = { readonly [Field in keyof DraftText]?: string | undefined };

const isSame = (one: DraftText, other: DraftText): boolean => one.title === other.title && one.body === other.body;

/**
 * A text while it is written: what stands in the fields, whether it differs from what is saved, and the
 * one save at a time.
 *
 * @param saved what the server holds
 * @param send saves it; rejects when refused
 */
export function useDraft(saved: DraftText, send: (text: DraftText) => Promise<void>) {
  const [text, setText] = useState<DraftText>({ title: saved.title, body: saved.body });
  const [errors, setErrors] = useState<DraftErrors>({});
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [isBusy, setBusy] = useState(false);
  const busy = useRef(false);

  const onRefused = (error: unknown) => {
    const refused = refusalOf(error);
    const { title, body } = refused.fieldErrors;
    setErrors({ title: title?.[0], body: body?.[0] });
    setRefusal(title || body ? null : refused);
  };

  /** Resolves to whether the text is saved. */
  const save = async (): Promise<boolean> => {
    if (busy.current) return false;
    setRefusal(null);
    setErrors({});
    if (text.title.trim() === "") {
      setErrors({ title: writing.titleNeeded });
      return false;
    }
    busy.current = true;
    setBusy(true);
    try {
      await send(text);
      return true;
    } catch (error) {
      onRefused(error);
      return false;
    } finally {
      busy.current = false;
      setBusy(false);
    }
  };

  return { text, setText, errors, refusal, isBusy, save, isDirty: !isSame(text, saved) };
}

export type Draft = ReturnType<typeof useDraft>;
