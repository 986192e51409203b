import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { precompress } from './vite/precompress.ts';
import { themeVariables } from './vite/theme-variables.ts';

/** Where the server answers while the console is developed with `vite web`. */
const server = process.env['HWASEONG_SERVER'] ?? 'http://127.0.0.1:8686';

/** What most pages share but those that are seen first: tables, their filters, and the queries of events. */
const ofLists =
  /\/(components\/(DataTable|QueryTable|NoMatch|FilterMenu|SearchBox|SeverityFilter|ClearFilters|PageTabs|SeverityBar|useNarrow)|api\/(event|image)-queries|pages)\b|virtual-core|react-virtual|\/(Checkbox|Textarea)/;

/** What forms share: no page that is seen first has a list to choose from. */
const ofForms = /\/(Combobox|Select|NumberInput|PasswordInput)\//;

export default defineConfig({
  plugins: [react(), themeVariables(), precompress()],
  build: {
    target: 'es2022',
    // Fonts and pictures stay files: the policy of the server allows no data: URLs for fonts.
    assetsInlineLimit: 0,
    // The manifest tells the size check which files the first page loads.
    manifest: true,
    chunkSizeWarningLimit: 600,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // What the entry always needs comes as one file, and so does what most pages share: a first visit asks for a
          // few files, not for dozens.
          groups: [
            { name: 'frame', tags: ['$initial'], priority: 2 },
            { name: 'shared', minShareCount: 8, priority: 1, test: (id) => !ofLists.test(id) && !ofForms.test(id) },
            { name: 'lists', minShareCount: 8, test: ofLists },
            { name: 'forms', minShareCount: 8, test: ofForms },
          ],
        },
      },
    },
  },
  // The server compares Origin with Host, so the proxy must not change the latter.
  server: { proxy: { '/api': { target: server, changeOrigin: false } } },
});
