import { refusalOf } from "@gatehouse/auth/react";

/**
 * The same refusal, with its sentence on the field that it is about: where the server names no field, or names it otherwise than
 * the form does.
 *
 * @param fields the form's field by the refusal's code, or by the server's own field
 * @param says another sentence by the refusal's code, where the form knows more than the server says
 */
export function onField(
  error: unknown,
  fields: Readonly<Record<string, string>>,
  says: Readonly<Record<string, string>> = {},
) {
  const { appCode, fieldErrors, message } = refusalOf(error);
  const field = fields[appCode ?? ""];
  const renamed = Object.entries(fieldErrors).map(([name, texts]) => [fields[name] ?? name, texts] as const);
  const own = field === undefined ? [] : [[field, [says[appCode ?? ""] ?? message]] as const];
  if (renamed.length === 0 && own.length === 0) return error;
  const data = { ...(error as { data?: object }).data, fieldErrors: Object.fromEntries([...renamed, ...own]) };
  return Object.assign(new Error(message), { data });
}
