import { convertCssVariables, DEFAULT_THEME, defaultCssVariablesResolver, mergeMantineTheme } from '@mantine/core';
import type { Plugin } from 'vite';
import { theme } from '../src/theme/theme.ts';

const id = 'virtual:theme-variables.css';

/** Colours of Mantine that the console names; those of all others would be half of the first stylesheet. */
const used = new Set(['dark', 'gray', 'red', ...Object.keys(theme.colors ?? {})]);

/**
 * The theme's CSS variables as a stylesheet of the build. Mantine would put them into a `<style>` element at run time,
 * which the server's content security policy (`style-src 'self'`) does not let through.
 */
export function themeVariables(): Plugin {
  return {
    name: 'theme-variables',
    resolveId: (source) => (source === id ? `\0${id}` : undefined),
    load: (source) => (source === `\0${id}` ? stylesheet() : undefined),
  };
}

function stylesheet(): string {
  const whole = mergeMantineTheme(DEFAULT_THEME, theme);
  const unused = Object.keys(whole.colors).filter((color) => !used.has(color));
  const resolved = defaultCssVariablesResolver(whole);
  const kept = (variables: Record<string, string>) =>
    Object.fromEntries(
      Object.entries(variables).filter(
        ([name]) => !unused.some((color) => name.startsWith(`--mantine-color-${color}-`)),
      ),
    );
  return convertCssVariables(
    { variables: kept(resolved.variables), light: kept(resolved.light), dark: kept(resolved.dark) },
    ':root',
  );
}
