/** Whoever can be asked: an actor on the server, a session in the browser. */
export interface Holder<Permission extends string> {
  readonly organizations: readonly { readonly id: string; readonly permissions: readonly Permission[] }[];
}

/**
 * Whether a person may do something in an organization, by what `session.current` answered. It decides what is shown;
 * the server decides what is done.
 */
export const can = <Permission extends string>(
  holder: Holder<Permission> | null | undefined,
  permission: Permission,
  organizationId: string,
): boolean =>
  holder?.organizations.some(({ id, permissions }) => id === organizationId && permissions.includes(permission)) ??
  false;
