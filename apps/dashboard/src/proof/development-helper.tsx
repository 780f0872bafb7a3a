import type { ReactNode } from "react";
import { totpSecretOf } from "../gate/demo.ts";
import { DevelopmentCode } from "./development-code.tsx";

type Helper = (fill: (code: string) => void) => ReactNode;

function helperOf(email: string): Helper | undefined {
  const secret = totpSecretOf(email);
  return secret === undefined ? undefined : (fill) => <DevelopmentCode secret={secret} onFill={fill} />;
}

/**
 * What fills the code of a demo account; undefined for everybody else, and wherever nobody develops. The mode is asked here and not
 * by way of `isDevelopment`: only so does a production build leave out what the helper is made of.
 */
export const developmentHelperOf: (email: string) => Helper | undefined =
  import.meta.env.MODE === "production" ? () => undefined : helperOf;
