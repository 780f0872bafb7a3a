// Threat: a password that an attacker tries first is taken, or a good one is refused for its alphabet.
import { describe, expect, test } from "vitest";
import { passwordInput } from "../input.ts";
import { lengthOf, requireUnguessable } from "./rules.ts";

const PERSONAL = ["Ada Lovelace", "ada.lovelace@analytical-engines.example"];

const refusalOf = (password: string, personal = PERSONAL) => {
  try {
    requireUnguessable(password, personal);
    return null;
  } catch (error) {
    return error as { code: string; status: string; details: { fieldErrors?: { password?: string[] } } };
  }
};
/** Words that no list holds together, cut to a length in code points. */
const ofLength = (length: number, alphabet = "quixotic walrus juggles vermilion teapots beneath 47 zeppelins; ") =>
  [...alphabet.repeat(20)].slice(0, length).join("");

describe("length", () => {
  test.each([
    [14, "password.too_short"],
    [15, null],
    [256, null],
    [257, "password.too_long"],
  ])("%i characters: %s", (length, code) => {
    expect(refusalOf(ofLength(length))?.code ?? null).toBe(code);
  });

  test("is counted in code points, not in UTF-16 units or bytes", () => {
    const emoji = ofLength(15, "🦉🪀🧭🛶🥁🪁🧲🗿🪔🦚🧶🪩🦔🫖🎐🪻");
    expect(emoji.length).toBe(30);
    expect(refusalOf(emoji)).toBeNull();
    expect(refusalOf([...emoji].slice(0, 14).join(""))?.code).toBe("password.too_short");
    expect(lengthOf("é".normalize("NFD"))).toBe(1);
  });

  test("spaces count and are kept, at both ends too", () => {
    const spaced = ` ${ofLength(13)} `;
    expect(refusalOf(spaced)).toBeNull();
    expect(passwordInput.parse(spaced)).toBe(spaced);
  });

  test("over-long input is refused by its schema, before any hash", () => {
    expect(passwordInput.safeParse("🦉".repeat(256)).success).toBe(true);
    expect(passwordInput.safeParse("🦉".repeat(257)).success).toBe(false);
    expect(passwordInput.safeParse("").success).toBe(false);
  });
});

describe("what is guessed first is refused", () => {
  test.each([
    "passwordpassword",
    "password1234567",
    "123456789012345",
    "qwertyuiopasdfgh",
    "aaaaaaaaaaaaaaaa",
    "abcabcabcabcabcabc",
    "iloveyouiloveyou",
    "P@ssw0rdP@ssw0rd",
    "111111111111111111111111",
  ])("%s", (password) => {
    expect(refusalOf(password)?.code).toBe("password.too_common");
  });

  test("what is common stays common for a person of whom nothing is known", () => {
    expect(refusalOf("passwordpassword", [])?.code).toBe("password.too_common");
  });
});

describe("a person's own name and address are refused", () => {
  test.each([
    "ada.lovelace@analytical-engines.example",
    "Ada Lovelace Ada Lovelace",
    "lovelacelovelace",
    "analytical-engines",
    "ADA.LOVELACE@ANALYTICAL-ENGINES.EXAMPLE",
    "lovelace-ada-1815!",
  ])("%s", (password) => {
    expect(refusalOf(password)?.code).toBe("password.personal");
  });

  test("they may stand in a password that is one without them", () => {
    expect(refusalOf("ada keeps vermilion zeppelins")).toBeNull();
  });

  test("a password of punctuation alone is not taken for a person's own", () => {
    expect(refusalOf("!?%&/()=*+~#<>|^")?.code ?? null).not.toBe("password.personal");
  });

  test("and taken from somebody else", () => {
    expect(refusalOf("ada.lovelace@analytical-engines.example", ["Eve", "eve@example.test"])).toBeNull();
  });
});

test.each([
  "seven lanterns over the bridge",
  "correct horse battery staple",
  "ночь улица фонарь аптека",
  "いろはにほへとちりぬるをわかよ",
  "tr0ub4dor&3 xkcd comics",
  "        x7Q!vbn        ",
])("a good password is taken whatever its characters: %s", (password) => {
  expect(refusalOf(password)).toBeNull();
});

test("a refusal is 400 and says what is wrong beside the field", () => {
  for (const password of ["tooshort", ofLength(300), "passwordpassword", "ada.lovelace@analytical-engines.example"]) {
    const refused = refusalOf(password);
    expect(refused?.status).toBe("BAD_REQUEST");
    expect(refused?.details.fieldErrors?.password).toHaveLength(1);
    expect(refused?.details.fieldErrors?.password?.[0]?.length).toBeGreaterThan(10);
    expect(JSON.stringify(refused)).not.toContain(password);
  }
});

test("the longest password is judged in well under a fifth of a second", () => {
  const times = Array.from({ length: 5 }, () => {
    const began = performance.now();
    refusalOf(ofLength(256));
    return performance.now() - began;
  });
  expect(Math.min(...times)).toBeLessThan(200);
});
