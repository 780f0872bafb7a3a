import type { OriginRule } from "@gatehouse/auth/express";
import helmet from "helmet";

const TWO_YEARS_SECONDS = 63_072_000;

/** What every answer says to a browser. No inline script; styles may stand inline, which Mantine needs. */
export const securityHeaders = ({ development }: OriginRule) =>
  helmet({
    strictTransportSecurity: development ? false : { maxAge: TWO_YEARS_SECONDS, includeSubDomains: true },
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", "data:"],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        frameSrc: ["'self'"],
        manifestSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    crossOriginOpenerPolicy: { policy: "same-origin" },
    referrerPolicy: { policy: "no-referrer" },
    xFrameOptions: { action: "deny" },
  });
