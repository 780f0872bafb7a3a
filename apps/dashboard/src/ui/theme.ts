import {
  type CSSVariablesResolver,
  createTheme,
  localStorageColorSchemeManager,
  type MantineColorsTuple,
  type VariantColorsResolver,
} from "@mantine/core";
import controls from "./controls.module.css";

/** The key is read by public/theme.js too, before the first paint. */
export const schemeManager = localStorageColorSchemeManager({ key: "gatehouse-theme" });

// Mantine wants ten shades of a colour. What is seen comes from tokens.css, by the resolvers below.
const verdigris: MantineColorsTuple = [
  "#eaf5f2",
  "#d3e8e2",
  "#a6d0c5",
  "#6cc5b0",
  "#4aa893",
  "#328a77",
  "#1f6b5c",
  "#175347",
  "#103d34",
  "#0a2822",
];

const variantColors: VariantColorsResolver = ({ variant, color }) => {
  const role = color === "danger" ? "danger" : "act";
  if (variant === "filled") {
    const background = `var(--${role})`;
    return { background, hover: `var(--${role}-hover)`, color: `var(--on-${role})`, border: "1px solid transparent" };
  }
  const ink = color === "danger" ? "var(--danger)" : "var(--ink)";
  if (variant === "subtle") {
    return { background: "transparent", hover: "var(--hover)", color: ink, border: "1px solid transparent" };
  }
  return { background: "var(--field)", hover: "var(--hover)", color: ink, border: "1px solid var(--control)" };
};

const roles = {
  "--mantine-color-body": "var(--ground)",
  "--mantine-color-text": "var(--ink)",
  "--mantine-color-bright": "var(--ink)",
  "--mantine-color-dimmed": "var(--ink-soft)",
  "--mantine-color-placeholder": "var(--ink-soft)",
  "--mantine-color-anchor": "var(--act)",
  "--mantine-color-error": "var(--danger)",
  "--mantine-color-default": "var(--field)",
  "--mantine-color-default-hover": "var(--hover)",
  "--mantine-color-default-color": "var(--ink)",
  "--mantine-color-default-border": "var(--control)",
  "--mantine-color-disabled": "var(--hover)",
  "--mantine-color-disabled-color": "var(--ink-soft)",
  "--mantine-color-disabled-border": "var(--hairline)",
  "--mantine-color-verdigris-filled": "var(--act)",
  "--mantine-color-verdigris-filled-hover": "var(--act-hover)",
};

export const cssVariables: CSSVariablesResolver = () => ({ variables: {}, light: roles, dark: roles });

export const theme = createTheme({
  primaryColor: "verdigris",
  primaryShade: { light: 6, dark: 3 },
  colors: { verdigris },
  variantColorResolver: variantColors,
  fontFamily: "var(--text)",
  fontFamilyMonospace: "var(--mono)",
  fontSizes: { xs: "13px", sm: "14px", md: "16px", lg: "20px", xl: "34px" },
  lineHeights: { xs: "1.4", sm: "1.45", md: "1.5", lg: "1.4", xl: "1.15" },
  spacing: { xs: "8px", sm: "14px", md: "24px", lg: "40px", xl: "40px" },
  radius: { xs: "2px", sm: "2px", md: "2px", lg: "2px", xl: "2px" },
  defaultRadius: "sm",
  respectReducedMotion: true,
  cursorType: "pointer",
  // By name and not by `Button.extend`: the theme is in the entry, and would bring every component along.
  components: {
    Button: { defaultProps: { variant: "default", size: "sm" }, classNames: { root: controls.button } },
    ActionIcon: {
      defaultProps: { variant: "subtle", size: 36 },
      classNames: { root: controls.icon },
    },
    Input: { classNames: { wrapper: controls.inputWrapper, input: controls.input } },
    // Mantine shows an error without saying it; `alert` has it read out when it appears.
    InputWrapper: {
      defaultProps: {
        size: "md",
        errorProps: { role: "alert" },
        inputWrapperOrder: ["label", "input", "error", "description"],
      },
      classNames: { label: controls.label, error: controls.error, description: controls.hint },
    },
    TextInput: { defaultProps: { size: "md" } },
    Textarea: { defaultProps: { size: "md" } },
    Menu: {
      // In its place and not in a portal, so that it stays within the landmark that its button is in.
      defaultProps: {
        shadow: "none",
        offset: 6,
        loop: true,
        withinPortal: false,
        withInitialFocusPlaceholder: false,
        transitionProps: { duration: 80 },
      },
      classNames: {
        dropdown: controls.dropdown,
        item: controls.item,
        label: controls.menuLabel,
        divider: controls.divider,
      },
    },
  },
});
