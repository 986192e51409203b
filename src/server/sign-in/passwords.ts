import { hash, verify } from '@node-rs/argon2';

/** argon2id with 19 MiB and two passes, the least that OWASP's password storage cheat sheet asks for. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** The argon2id hash of a password in PHC form. */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFKC'), cost);
}

let decoy: Promise<string> | undefined;

/**
 * True if the password is the one behind the hash. Without a hash it is always false but takes as long,
 * so that an answer's time does not tell which user names exist.
 */
export async function checkPassword(hashed: string | null | undefined, password: string): Promise<boolean> {
  decoy ??= hashPassword('no user has this password');
  const right = await verify(hashed ?? (await decoy), password.normalize('NFKC'));
  return right && typeof hashed === 'string';
}
