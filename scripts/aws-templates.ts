import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { contentDir, loadControls } from '../src/content/index.ts';
import { printPolicy } from '../src/sources/aws/index.ts';

const folder = new URL('../deploy/aws/', import.meta.url);

/** Stand in the printed templates where a user's own values go. */
const trust = { trustedAccount: '000000000000', externalId: 'EXTERNAL-ID' };

/**
 * The templates of `deploy/aws`, by file name: what `connect aws --print-policy` gives for every control, with the trusted
 * account and the external id as parameters.
 */
export async function awsTemplates(): Promise<Record<string, string>> {
  const controls = await loadControls(`${contentDir()}/controls/aws`);
  const operations = new Set(controls.flatMap((control) => control.uses));
  return {
    'hwaseong-role.template': cloudFormation(printPolicy(operations, 'cloudformation', trust)),
    'hwaseong-role.tf': terraform(printPolicy(operations, 'terraform', trust)),
  };
}

const texts = {
  account: 'Number of the account that Hwaseong comes from: the account of its server, or of the keys it was given',
  externalId: 'External id that Hwaseong shows; the console gives one for each connection',
};

function cloudFormation(printed: string): string {
  const { AWSTemplateFormatVersion, Description, ...rest } = JSON.parse(printed, (_, value) => {
    if (value === trust.trustedAccount) return { Ref: 'TrustedAccount' };
    return value === trust.externalId ? { Ref: 'ExternalId' } : value;
  }) as Record<string, unknown>;
  const Parameters = {
    TrustedAccount: { Type: 'String', AllowedPattern: '\\d{12}', Description: texts.account },
    ExternalId: { Type: 'String', AllowedPattern: '[\\w+=,.@:/-]{2,1224}', Description: texts.externalId },
  };
  return `${JSON.stringify({ AWSTemplateFormatVersion, Description, Parameters, ...rest }, null, 2)}\n`;
}

function terraform(printed: string): string {
  const variables = `variable "trusted_account" {
  type        = string
  description = "${texts.account}"
}

variable "external_id" {
  type        = string
  description = "${texts.externalId}"
}
`;
  const body = printed
    .replaceAll(`"${trust.trustedAccount}"`, 'var.trusted_account')
    .replaceAll(`"${trust.externalId}"`, 'var.external_id');
  return `${variables}\n${body}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [name, text] of Object.entries(await awsTemplates())) await writeFile(new URL(name, folder), text);
}
