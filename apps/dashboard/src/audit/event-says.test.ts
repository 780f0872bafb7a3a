// Threat: what somebody did who acted as another person reads as if that person had done it.
import { expect, test } from "vitest";
import { impersonatorOf } from "./event-says.ts";

test("whoever really did it is named beside the person, on whatever they did", () => {
  const detail = { impersonatorId: "usr_admin" };
  for (const action of ["document.created", "instance.impersonation_refused", "session.ended"]) {
    expect(impersonatorOf({ action, detail })).toBe("usr_admin");
  }
});

test("nobody is named where nobody acted, nor where the acting itself ends", () => {
  expect(impersonatorOf({ action: "document.created", detail: {} })).toBeNull();
  expect(
    impersonatorOf({ action: "instance.impersonation_ended", detail: { impersonatorId: "usr_admin" } }),
  ).toBeNull();
});
