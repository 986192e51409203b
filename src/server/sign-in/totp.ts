import { Secret, TOTP } from 'otpauth';

const PERIOD_SECONDS = 30;

function generator(secret: Secret, username: string): TOTP {
  return new TOTP({
    issuer: 'Hwaseong',
    label: username,
    secret,
    algorithm: 'SHA1',
    digits: 6,
    period: PERIOD_SECONDS,
  });
}

/** A new secret of 160 bits for RFC 6238, in Base32, with the URI that authenticator apps read from a QR code. */
export function newTotpSecret(username: string): { secret: string; uri: string } {
  const secret = new Secret({ size: 20 });
  return { secret: secret.base32, uri: generator(secret, username).toString() };
}

/**
 * The time step whose code was given, at most one step off, or undefined where the code is wrong.
 * The caller refuses a step that is not newer than the last one taken: a code counts once.
 */
export function totpStep(secret: string, code: string, now: Date): number | undefined {
  const delta = generator(Secret.fromBase32(secret), '').validate({ token: code, timestamp: now.getTime(), window: 1 });
  return delta === null ? undefined : Math.floor(now.getTime() / 1000 / PERIOD_SECONDS) + delta;
}
