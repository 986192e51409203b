import type { FoundCredential } from './credentials.ts';
import { imageErrors } from './errors.ts';

const ecr = /^\d{12}\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|on\.aws)$/;

/** Whether a registry is a private one of Amazon ECR. */
export function isEcr(registry: string): boolean {
  return ecr.test(registry);
}

/** A password for twelve hours, by the credentials of AWS that this machine has. */
export async function ecrCredential(registry: string): Promise<FoundCredential> {
  const region = ecr.exec(registry)?.[1] as string;
  // Large, and needed for these registries alone.
  const { ECRClient, GetAuthorizationTokenCommand } = await import('@aws-sdk/client-ecr');
  const client = new ECRClient({ region });
  try {
    const { authorizationData } = await client.send(new GetAuthorizationTokenCommand({}));
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
