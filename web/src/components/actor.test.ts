import { expect, it } from 'vitest';
import { shortActor } from './actor.ts';

it('an actor is called what people call it', () => {
  expect(shortActor('arn:aws:iam::111122223333:user/ops/mina')).toBe('ops/mina');
  expect(shortActor('arn:aws:iam::111122223333:role/deploy')).toBe('deploy');
  expect(shortActor('arn:aws:iam::111122223333:root')).toBe('root');
  expect(shortActor('mina@example.com')).toBe('mina@example.com');
  expect(shortActor('system:serviceaccount:default:web')).toBe('system:serviceaccount:default:web');
});
