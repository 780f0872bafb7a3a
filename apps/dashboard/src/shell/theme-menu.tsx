import { ActionIcon, Menu, useMantineColorScheme } from "@mantine/core";
import { CheckIcon, MoonIcon, SunIcon, SystemIcon } from "../ui/icons.tsx";
import { words } from "../words.ts";

const SCHEMES = ["light", "dark", "auto"] as const;
const ICONS = { light: SunIcon, dark: MoonIcon, auto: SystemIcon };

/** Light, dark, or as the system. */
export function ThemeMenu() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const Current = ICONS[colorScheme];
  const label = `${words.shell.theme}: ${words.shell.themes[colorScheme]}`;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={label} title={label}>
          <Current size={20} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown miw={180}>
        <Menu.RadioGroup value={colorScheme} onChange={(value) => setColorScheme(value as typeof colorScheme)}>
          {SCHEMES.map((scheme) => (
            <Menu.RadioItem key={scheme} value={scheme} checkIcon={<CheckIcon size={14} />}>
              {words.shell.themes[scheme]}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}
