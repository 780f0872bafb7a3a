import { Menu, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { createLink } from "@tanstack/react-router";
import { type CurrentOrganization, useImpersonator } from "../session/session.ts";
import { CheckIcon, ChevronIcon, PlusIcon } from "../ui/icons.tsx";
import { Seal } from "../ui/seal.tsx";
import { words } from "../words.ts";
import { NewOrganizationDialog } from "./new-organization-dialog.tsx";
import classes from "./organization-switcher.module.css";
import { roleIn } from "./role-in.ts";
import { useSection } from "./use-section.ts";

interface OrganizationSwitcherProps {
  /** The one that this page stands in. */
  readonly organization: CurrentOrganization | undefined;
  readonly organizations: readonly CurrentOrganization[];
}

const MenuLink = createLink(Menu.Item<"a">);

/** Which organization this is, by seal and name, and the way to the others. Each is a link: another tab is another tenant. */
export function OrganizationSwitcher({ organization, organizations }: OrganizationSwitcherProps) {
  const [isCreating, creation] = useDisclosure(false);
  const section = useSection();
  const isActing = useImpersonator() !== null;
  return (
    <>
      <Menu position="bottom-start" width={300}>
        <Menu.Target>
          <UnstyledButton
            className={classes.switcher}
            aria-label={words.shell.switcher(organization?.name ?? words.product)}
          >
            {organization && <Seal organizationId={organization.id} />}
            <span className={classes.name}>{organization?.name ?? words.product}</span>
            <ChevronIcon size={16} />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label role="presentation">{words.shell.switchTo}</Menu.Label>
          {/* biome-ignore lint/a11y/useSemanticElements: a menu may hold groups of items, and no fieldset. */}
          <div className={classes.list} role="group" aria-label={words.shell.switchTo}>
            {organizations.map((each) => (
              <MenuLink
                key={each.id}
                component="a"
                to={section}
                params={{ slug: each.slug }}
                aria-current={each.id === organization?.id ? "true" : undefined}
                leftSection={<Seal organizationId={each.id} size={24} />}
                rightSection={each.id === organization?.id && <CheckIcon size={16} />}
              >
                <span className={classes.itemName}>{each.name}</span>
                <span className={classes.role}>{roleIn(each)}</span>
              </MenuLink>
            ))}
          </div>
          {!isActing && (
            <>
              <Menu.Divider />
              <Menu.Item
                leftSection={
                  <span className={classes.plus}>
                    <PlusIcon size={16} />
                  </span>
                }
                onClick={creation.open}
              >
                {words.shell.newOrganization}
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      <NewOrganizationDialog isOpen={isCreating} onClose={creation.close} />
    </>
  );
}
