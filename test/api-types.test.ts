import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { clientTypes, clientTypesFile } from '../scripts/api-types.ts';

it('keeps the client types of the console in step with the API (npm run api:types makes them anew)', async () => {
  expect(await readFile(clientTypesFile, 'utf8')).toBe(await clientTypes());
});
