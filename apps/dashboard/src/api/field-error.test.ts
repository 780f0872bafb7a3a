// Threat: a person who is told that something is wrong, and not which field it is.
import { refusalOf } from "@gatehouse/auth/react";
import { expect, test } from "vitest";
import { onField } from "./field-error.ts";

const refused = (data: object) => Object.assign(new Error("No."), { data });

test("a refusal without a field gets the one that the form knows", () => {
  const error = onField(refused({ appCode: "auth.credentials_wrong" }), { "auth.credentials_wrong": "current" });
  expect(refusalOf(error)).toMatchObject({ appCode: "auth.credentials_wrong", fieldErrors: { current: ["No."] } });
});

test("the form's own sentence takes the place of the server's", () => {
  const error = onField(refused({ appCode: "a.b" }), { "a.b": "current" }, { "a.b": "That is not it." });
  expect(refusalOf(error).fieldErrors).toEqual({ current: ["That is not it."] });
});

test("the server's field is called as the form calls it", () => {
  const error = onField(refused({ appCode: "password.breached", fieldErrors: { password: ["Stolen."] } }), {
    password: "next",
  });
  expect(refusalOf(error).fieldErrors).toEqual({ next: ["Stolen."] });
});

test("whatever is about no field stays the very same error", () => {
  const error = refused({ appCode: "server.fault" });
  expect(onField(error, { password: "next" })).toBe(error);
});
