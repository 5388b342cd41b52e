import { type CSSVariablesResolver, createTheme, localStorageColorSchemeManager, type MantineColorsTuple } from "@mantine/core";

const ink: MantineColorsTuple = [
  "#eef3fd",
  "#dbe5f9",
  "#b6caf3",
  "#8eadec",
  "#6b94e6",
  "#4f7fdd",
  "#2f62c8",
  "#2853ab",
  "#21458f",
  "#1a3873",
];

const red: MantineColorsTuple = [
  "#fdf1f0",
  "#f9dbd9",
  "#f0b3af",
  "#e78983",
  "#dd635b",
  "#cc4038",
  "#b3261e",
  "#98201a",
  "#7f1b16",
  "#631511",
];

/** Mantine's dark greys in the tone of ours. */
const dark: MantineColorsTuple = [
  "#ecebe8",
  "#c9c9ca",
  "#a0a2a8",
  "#74777e",
  "#3b3d42",
  "#2a2b2f",
  "#222327",
  "#1a1b1e",
  "#131416",
  "#0f1011",
];

/** Mantine dressed in our tokens. Sizes: `xs` is the size of every control in the app; leave it out. */
export const theme = createTheme({
  fontFamily: "var(--font)",
  fontFamilyMonospace: "var(--mono)",
  headings: { fontFamily: "var(--font)", fontWeight: "600" },
  primaryColor: "ink",
  primaryShade: { light: 6, dark: 6 },
  colors: { ink, red, dark },
  autoContrast: true,
  cursorType: "pointer",
  respectReducedMotion: true,
  defaultRadius: "md",
  radius: { xs: "4px", sm: "6px", md: "8px", lg: "10px", xl: "12px" },
  spacing: { xs: "8px", sm: "12px", md: "16px", lg: "20px", xl: "24px" },
  fontSizes: { xs: "12px", sm: "13px", md: "13px", lg: "15px", xl: "20px" },
  lineHeights: { xs: "1.4", sm: "1.42", md: "1.42", lg: "1.5", xl: "1.3" },
  shadows: { xs: "none", sm: "var(--shadow)", md: "var(--shadow)", lg: "var(--shadow)", xl: "var(--shadow)" },
  components: {
    // In a landmark of the page, where assistive technology finds what opens.
    Portal: { defaultProps: { target: "#overlays" } },
    Button: { defaultProps: { size: "xs" } },
    ActionIcon: { defaultProps: { variant: "subtle", color: "gray", size: "sm" } },
    TextInput: { defaultProps: { size: "xs" } },
    PasswordInput: { defaultProps: { size: "xs" } },
    Textarea: { defaultProps: { size: "xs", autosize: true, minRows: 2 } },
    Select: { defaultProps: { size: "xs", allowDeselect: false, checkIconPosition: "right" } },
    Checkbox: { defaultProps: { size: "xs" } },
    SegmentedControl: { defaultProps: { size: "xs" } },
    Tooltip: { defaultProps: { openDelay: 350, withArrow: false, fz: 12, transitionProps: { duration: 80 } } },
    Menu: {
      defaultProps: { position: "bottom-start", offset: 4, transitionProps: { duration: 80 }, withInitialFocusPlaceholder: false },
    },
    Popover: { defaultProps: { offset: 4, transitionProps: { duration: 80 } } },
    Modal: {
      defaultProps: { centered: true, radius: "lg", transitionProps: { duration: 100 }, closeButtonProps: { "aria-label": "Close" } },
    },
  },
});

/** Where Mantine keeps the chosen scheme; `public/boot.js` reads the same key before the first paint. */
export const schemeStore = localStorageColorSchemeManager({ key: "throughline.scheme" });

/** Mantine's own variables point at our tokens, so a token is changed in one place. */
export const cssVariables: CSSVariablesResolver = () => {
  const both = {
    "--mantine-color-body": "var(--panel)",
    "--mantine-color-text": "var(--text)",
    "--mantine-color-dimmed": "var(--muted)",
    "--mantine-color-placeholder": "var(--muted)",
    "--mantine-color-anchor": "var(--accent-text)",
    "--mantine-color-error": "var(--danger)",
    "--mantine-color-default": "var(--panel)",
    "--mantine-color-default-hover": "color-mix(in oklab, var(--text) 4%, var(--panel))",
    "--mantine-color-default-color": "var(--text)",
    "--mantine-color-default-border": "var(--line-strong)",
    "--mantine-color-disabled": "var(--bg)",
    "--mantine-color-disabled-color": "var(--muted)",
    "--mantine-color-disabled-border": "var(--line)",
    "--mantine-color-ink-text": "var(--accent-text)",
    "--mantine-color-ink-light": "color-mix(in oklab, var(--accent) 13%, var(--panel))",
    "--mantine-color-ink-light-hover": "color-mix(in oklab, var(--accent) 20%, var(--panel))",
    "--mantine-color-ink-light-color": "var(--accent-text)",
    "--mantine-color-gray-light-color": "var(--text)",
    "--mantine-color-red-text": "var(--danger)",
    "--mantine-color-red-outline": "var(--danger)",
    "--mantine-color-red-light": "var(--danger-soft)",
    "--mantine-color-red-light-color": "var(--danger)",
  };
  return { variables: {}, light: both, dark: both };
};
