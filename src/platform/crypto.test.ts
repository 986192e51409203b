import { mkdtempSync } from 'node:fs';
import { chmod, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newToken, openVault, tokenHash } from './crypto.ts';

const folder = () => mkdtempSync(join(tmpdir(), 'hwaseong-key-'));

describe('the vault', () => {
  it('gives back what was sealed, for any text and place', async () => {
    const vault = await openVault(join(folder(), 'key'));
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), fc.string(), async (plain, context) => {
        const { sealed, keyId } = await vault.seal(plain, context);
        expect(await vault.open(sealed, keyId, context)).toBe(Buffer.from(plain).toString());
      }),
      { numRuns: 50 },
    );
  });

  it('never seals the same text the same way, nor shows it', async () => {
    const vault = await openVault(join(folder(), 'key'));
    const [one, other] = [await vault.seal('hunter2hunter2', 'a'), await vault.seal('hunter2hunter2', 'a')];
    expect(one.sealed).not.toBe(other.sealed);
    expect(one.sealed).not.toContain('hunter2');
    expect(Buffer.from(one.sealed, 'base64url').toString('latin1')).not.toContain('hunter2');
  });

  it('refuses what was changed, moved to another place, or sealed under another key', async () => {
    const vault = await openVault(join(folder(), 'key'));
    const { sealed, keyId } = await vault.seal('secret', 'connections/1');
    const [version, wrapped, body] = sealed.split('.') as [string, string, string];
    const flipped = (text: string) => {
      const bytes = Buffer.from(text, 'base64url');
      bytes[20] = (bytes[20] as number) ^ 1;
      return bytes.toString('base64url');
    };
    const broken = { code: 'vault-broken' };
    await expect(vault.open(`${version}.${wrapped}.${flipped(body)}`, keyId, 'connections/1')).rejects.toMatchObject(
      broken,
    );
    await expect(vault.open(`${version}.${flipped(wrapped)}.${body}`, keyId, 'connections/1')).rejects.toMatchObject(
      broken,
    );
    await expect(vault.open(sealed, keyId, 'connections/2')).rejects.toMatchObject(broken);
    await expect(vault.open(sealed, 'file:other', 'connections/1')).rejects.toMatchObject(broken);
    await expect(vault.open('', keyId, 'connections/1')).rejects.toMatchObject(broken);
    const stranger = await openVault(join(folder(), 'key'));
    await expect(stranger.open(sealed, keyId, 'connections/1')).rejects.toMatchObject(broken);
  });

  it('makes its key file once, for its owner alone, even if several start at once', async () => {
    const home = folder();
    const path = join(home, 'deeper', 'key');
    const vaults = await Promise.all(Array.from({ length: 8 }, () => openVault(path)));
    expect(new Set(vaults.map((vault) => vault.keyId)).size).toBe(1);
    expect(((await stat(path)).mode & 0o777).toString(8)).toBe('600');
    expect(await readdir(join(home, 'deeper'))).toEqual(['key']);
  });

  it('refuses a key file that others can read or that is damaged, and never makes a new one in its place', async () => {
    const path = join(folder(), 'key');
    await openVault(path);
    await chmod(path, 0o644);
    await expect(openVault(path)).rejects.toMatchObject({ code: 'key-file-open' });
    await chmod(path, 0o600);
    await writeFile(path, 'rubbish');
    await expect(openVault(path)).rejects.toMatchObject({ code: 'key-file-broken' });
    expect(await readFile(path, 'utf8')).toBe('rubbish');
  });

  it('tells equal secrets by a fingerprint that belongs to the installation', async () => {
    const path = join(folder(), 'key');
    const [vault, again, stranger] = [
      await openVault(path),
      await openVault(path),
      await openVault(join(folder(), 'key')),
    ];
    expect(vault.fingerprint('s')).toBe(again.fingerprint('s'));
    expect(vault.fingerprint('s')).not.toBe(vault.fingerprint('t'));
    expect(vault.fingerprint('s')).not.toBe(stranger.fingerprint('s'));
  });
});

describe('a token', () => {
  it('is random, and known by its hash', () => {
    const { token, hash } = newToken('hws_');
    expect(token).toMatch(/^hws_[\w-]{43}$/);
    expect(tokenHash(token)).toBe(hash);
    expect(newToken().token).not.toBe(newToken().token);
  });
});
