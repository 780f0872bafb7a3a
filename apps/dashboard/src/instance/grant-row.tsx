import { ActionIcon, Menu } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useRuns, useSession } from "../session/session.ts";
import { MoreIcon } from "../ui/icons.tsx";
import { Moment } from "../ui/moment.tsx";
import { Cell, Row } from "../ui/register.tsx";
import { Stamp } from "../ui/stamp.tsx";
import { instance } from "../words/instance.ts";
import type { Act, Subject } from "./act-dialog.tsx";
import classes from "./instance.module.css";
import { permissionsSaid } from "./permissions-said.ts";
import type { Grant } from "./queries.ts";
import { useOutranked } from "./use-outranked.ts";

const { grants: says, acts, person } = instance;

const GrantMenu = ({ name, onAct }: { readonly name: string; readonly onAct: (act: Act) => void }) => (
  <Menu position="bottom-end" width={220}>
    <Menu.Target>
      <ActionIcon aria-label={says.more(name)}>
        <MoreIcon />
      </ActionIcon>
    </Menu.Target>
    <Menu.Dropdown>
      <Menu.Item onClick={() => onAct("grant")}>{acts.grant.change}</Menu.Item>
      <Menu.Item color="danger" onClick={() => onAct("revoke")}>
        {acts.revoke.open}
      </Menu.Item>
    </Menu.Dropdown>
  </Menu>
);

function Who({ grant: { userId, name, email } }: { readonly grant: Grant }) {
  const mayLook = useRuns("instance:users");
  const isMe = useSession()?.user.id === userId;
  return (
    <span className={classes.withMenu}>
      {mayLook ? (
        <Link to="/instance/people/$userId" params={{ userId }} className={classes.nameLink}>
          {name}
        </Link>
      ) : (
        <span className={classes.name}>{name}</span>
      )}{" "}
      {isMe && <Stamp tone="act">{person.you}</Stamp>}
      <span className={classes.email}>{email}</span>
    </span>
  );
}

interface GrantRowProps {
  readonly grant: Grant;
  readonly onAct: (subject: Subject, act: Act) => void;
}

/** One who runs the installation. Nobody changes their own grant, nor that of somebody who may do more. */
export function GrantRow({ grant, onAct }: GrantRowProps) {
  const { userId, name, permissions, grantedAt } = grant;
  const isMe = useSession()?.user.id === userId;
  const isOutranked = useOutranked(permissions);
  return (
    <Row>
      <Cell>
        <Who grant={grant} />
      </Cell>
      <Cell tone="soft">{permissionsSaid(permissions)}</Cell>
      <Cell tone="soft" label={says.columns.since}>
        <Moment at={grantedAt} as="day" />
      </Cell>
      <Cell>
        <span className={classes.menu}>
          {!(isMe || isOutranked) && (
            <GrantMenu name={name} onAct={(act) => onAct({ id: userId, name, permissions }, act)} />
          )}
        </span>
      </Cell>
    </Row>
  );
}
