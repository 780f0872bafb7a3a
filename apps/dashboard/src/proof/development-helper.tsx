import type { ReactNode } from "react";
import { isDevelopment } from "../development.ts";
import { totpSecretOf } from "../gate/demo.ts";
import { DevelopmentCode } from "./development-code.tsx";

type Helper = (fill: (code: string) => void) => ReactNode;

/** What fills the code of a demo account; undefined for everybody else, and wherever nobody develops. */
export function developmentHelperOf(email: string): Helper | undefined {
  const secret = isDevelopment ? totpSecretOf(email) : undefined;
  return secret === undefined ? undefined : (fill) => <DevelopmentCode secret={secret} onFill={fill} />;
}
