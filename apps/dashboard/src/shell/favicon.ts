import { useEffect } from "react";
import { sealIcon } from "../ui/seal-glyph.ts";

const HOUSE = "/gate.svg";

/** Puts the tenant's seal on the browser's tab for as long as its pages are shown. */
export function useSealOnTab(organizationId: string | undefined): void {
  useEffect(() => {
    const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
    if (icon === null || organizationId === undefined) return;
    icon.href = sealIcon(organizationId);
    return () => {
      icon.href = HOUSE;
    };
  }, [organizationId]);
}
