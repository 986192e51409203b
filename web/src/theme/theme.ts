import { createTheme, type MantineColorsTuple } from '@mantine/core';

/** The accent: the green of painted fortress gates. */
const jade: MantineColorsTuple = [
  '#e9f6f3',
  '#d2ebe6',
  '#a5d7cd',
  '#74c1b3',
  '#45a999',
  '#1f9282',
  '#0e7a6e',
  '#0b665c',
  '#08524a',
  '#053e38',
];

/** The neutral ramp, light end first; slightly cool so that the warm severities stand out. */
const gray: MantineColorsTuple = [
  '#f7f8f9',
  '#eff1f3',
  '#e4e7ea',
  '#d3d8dd',
  '#b4bcc5',
  '#8e98a4',
  '#66717e',
  '#4a5460',
  '#323a44',
  '#1e242c',
];

/** The same ramp as Mantine reads it in dark mode: text first, page last. */
const dark: MantineColorsTuple = [
  '#d6dbe1',
  '#b7bfc9',
  '#9aa4b0',
  '#6f7a87',
  '#454f5b',
  '#333b45',
  '#252c35',
  '#1b2129',
  '#151a21',
  '#0f1318',
];

/** Mantine's variables with our ramp, accent, type and 4 px grid. Colours with a meaning are in `tokens.css`. */
export const theme = createTheme({
  colors: { jade, gray, dark },
  primaryColor: 'jade',
  primaryShade: 6,
  autoContrast: true,
  luminanceThreshold: 0.32,
  fontFamily: "'Inter Variable', 'Pretendard Variable', system-ui, sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SFMono-Regular', Menlo, Consolas, 'D2Coding', monospace",
  fontSizes: { xs: '0.75rem', sm: '0.875rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
  lineHeights: { xs: '1.35', sm: '1.45', md: '1.5', lg: '1.5', xl: '1.5' },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.375rem', lineHeight: '1.3' },
      h2: { fontSize: '1.0625rem', lineHeight: '1.35' },
      h3: { fontSize: '0.9375rem', lineHeight: '1.4' },
      h4: { fontSize: '0.875rem', lineHeight: '1.4' },
    },
  },
  spacing: { xs: '0.5rem', sm: '0.75rem', md: '1rem', lg: '1.5rem', xl: '2rem' },
  defaultRadius: 'sm',
  radius: { xs: '3px', sm: '5px', md: '7px', lg: '10px', xl: '16px' },
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    // The scroll lock would put a <style> element into the page; `global.css` does the same by a class.
    Modal: {
      defaultProps: {
        lockScroll: false,
        centered: true,
        transitionProps: { duration: 120 },
        overlayProps: { backgroundOpacity: 0.4 },
      },
    },
    Tooltip: { defaultProps: { openDelay: 250, transitionProps: { duration: 80 }, withArrow: false } },
    Menu: { defaultProps: { transitionProps: { duration: 80 }, shadow: 'md' } },
    Popover: { defaultProps: { transitionProps: { duration: 80 }, shadow: 'md' } },
    Select: { defaultProps: { size: 'sm', comboboxProps: { transitionProps: { duration: 80 }, shadow: 'md' } } },
    // Nearly everything asked for is needed; what is not says so in its label.
    InputWrapper: { defaultProps: { withAsterisk: false } },
    TextInput: { defaultProps: { size: 'sm' } },
    Button: { defaultProps: { size: 'sm' } },
  },
});
