import { Button, type ButtonProps } from "@mantine/core";
import { createLink, type LinkComponent } from "@tanstack/react-router";
import type { AnchorHTMLAttributes, Ref } from "react";

interface AnchorButtonProps extends ButtonProps, Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof ButtonProps> {
  readonly ref?: Ref<HTMLAnchorElement>;
}

const AnchorButton = ({ ref, ...props }: AnchorButtonProps) => <Button component="a" ref={ref ?? null} {...props} />;

/** Looks like a button and is a link: it can be opened in another tab. */
export const LinkButton: LinkComponent<typeof AnchorButton> = createLink(AnchorButton);
