import { type Refusal, refusalOf } from "@gatehouse/auth/react";
import { schemaResolver, useForm } from "@mantine/form";
import { type FormEvent, useRef, useState } from "react";
import type { z } from "zod";

interface FieldForm<Values> {
  readonly initialValues: Values;
  readonly schema: z.ZodType;
  /** Sends what was typed; rejects when refused. */
  readonly send: (values: Values) => Promise<unknown>;
}

/**
 * A form as this dashboard has it: judged by the very schema of the server, sent once at a time, the
 * first wrong field focused, and the server's sentences beside the fields that they are about.
 */
export function useFieldForm<Values extends Record<string, string>>({
  initialValues,
  schema,
  send,
}: FieldForm<Values>) {
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const element = useRef<HTMLFormElement>(null);
  const form = useForm<Values>({ initialValues, validate: schemaResolver(schema, { sync: true }) });

  const showErrors = (errors: Readonly<Record<string, unknown>>) => {
    const wrong = Object.keys(initialValues).find((field) => errors[field]);
    element.current?.querySelector<HTMLElement>(`[data-path="${wrong}"]`)?.focus();
  };

  const onRefused = (error: unknown) => {
    const refused = refusalOf(error);
    const fields = Object.entries(refused.fieldErrors).filter(([field]) => field in initialValues);
    form.setErrors(Object.fromEntries(fields.map(([field, sentences]) => [field, sentences[0]])));
    setRefusal(fields.length === 0 ? refused : null);
    showErrors(refused.fieldErrors);
  };

  const submit = form.onSubmit((values) => {
    if (isBusy) return;
    setBusy(true);
    setRefusal(null);
    void send(values)
      .catch(onRefused)
      .finally(() => setBusy(false));
  }, showErrors);

  const formProps = { ref: element, noValidate: true, onSubmit: (event: FormEvent<HTMLFormElement>) => submit(event) };
  return { form, isBusy, refusal, formProps };
}
