import type { AwsCredentialIdentityProvider } from '@smithy/types';
import type { FoundCredential } from './credentials.ts';
import { imageErrors } from './errors.ts';

const ecr = /^(\d{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|on\.aws)$/;

/** Account and region of a private registry of Amazon ECR, by its host; undefined for all others. */
export function ecrPlace(registry: string): { account: string; region: string } | undefined {
  const [, account, region] = ecr.exec(registry) ?? [];
  return account === undefined || region === undefined ? undefined : { account, region };
}

/** Whether a registry is a private one of Amazon ECR. */
export function isEcr(registry: string): boolean {
  return ecrPlace(registry) !== undefined;
}

/** Longest that AWS may take to give a password. */
const MILLISECONDS = 20_000;

/**
 * A password for twelve hours, by some credentials of AWS, or by those that this machine has.
 *
 * @throws UserError where AWS gives none
 */
export async function ecrCredential(
  registry: string,
  credentials?: AwsCredentialIdentityProvider,
): Promise<FoundCredential> {
  const region = ecrPlace(registry)?.region ?? '';
  // Large, and needed for these registries alone.
  const { ECRClient, GetAuthorizationTokenCommand } = await import('@aws-sdk/client-ecr');
  const client = new ECRClient({ region, ...(credentials !== undefined && { credentials }) });
  try {
    const { authorizationData } = await client.send(new GetAuthorizationTokenCommand({}), {
      abortSignal: AbortSignal.timeout(MILLISECONDS),
    });
    const [username = '', password = ''] = Buffer.from(authorizationData?.[0]?.authorizationToken ?? '', 'base64')
      .toString('utf8')
      .split(/:(.*)/s);
    return { username, password, from: `AWS's credentials in ${region}` };
  } catch (error) {
    throw imageErrors.ecr(registry, error instanceof Error ? `${error.name}: ${error.message}` : String(error));
  } finally {
    client.destroy();
  }
}
