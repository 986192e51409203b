import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';
import packageJson from '../package.json' with { type: 'json' };
import { openApiDocument } from '../src/server/openapi.ts';

/** Where the console's typed client finds the shapes of the API. */
export const clientTypesFile = fileURLToPath(new URL('../web/src/api/schema.ts', import.meta.url));

/** The TypeScript text of {@link clientTypesFile}, made from the server's route table. */
export async function clientTypes(): Promise<string> {
  const document = await openApiDocument(packageJson.version);
  const nodes = await openapiTS(JSON.stringify(document));
  return `// Made by \`npm run api:types\` from the server's route table. Do not edit.\n\n${astToString(nodes)}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await writeFile(clientTypesFile, await clientTypes());
