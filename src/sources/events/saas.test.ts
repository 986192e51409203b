import { describe, expect, it } from 'vitest';
import { activityOf, field } from './activity.fixture.ts';

describe('Okta and GitHub', () => {
  it('Okta’s names count in whatever capitals', () => {
    const record = {
      uuid: 'o-1',
      published: '2026-11-01T10:00:00.000Z',
      eventType: 'user.session.start',
      displayMessage: 'User login to Okta',
      actor: { alternateId: 'Ann@example.com', displayName: 'Ann', type: 'User' },
      client: { ipAddress: '198.51.100.7', userAgent: { rawUserAgent: 'Mozilla/5.0' } },
      outcome: { result: 'FAILURE', reason: 'INVALID_CREDENTIALS' },
      securityContext: { isProxy: true },
      target: [{ alternateId: 'bob@example.com', type: 'User' }],
    };
    expect(activityOf(record)).toMatchObject({
      id: 'o-1',
      source: 'okta',
      outcome: 'failure',
      error: 'INVALID_CREDENTIALS',
      actor: { id: 'ann@example.com' },
      assets: ['bob@example.com'],
      classUid: 3002,
    });
    expect(field(record, 'eventtype')).toBe('user.session.start');
    expect(field(record, 'securitycontext.isproxy')).toBe(true);
    expect(field(record, 'actor.alternateid')).toBe('Ann@example.com');
  });

  it('GitHub’s audit log and webhooks are both read', () => {
    const audit = {
      '@timestamp': 1793534400000,
      action: 'repo.access',
      actor: 'ann',
      actor_ip: '198.51.100.7',
      org: 'example',
      repo: 'example/shop',
      _document_id: 'h-1',
      visibility: 'public',
    };
    expect(activityOf(audit)).toMatchObject({
      id: 'h-1',
      source: 'github',
      action: 'repo.access',
      actor: { id: 'ann' },
      account: 'example',
      assets: ['github.com/example/shop'],
    });
    const push = {
      ref: 'refs/heads/main',
      commits: [],
      head_commit: { timestamp: '2026-11-01T10:00:00+09:00' },
      repository: { full_name: 'example/shop' },
      pusher: { name: 'ann' },
    };
    expect(activityOf(push)).toMatchObject({
      source: 'github',
      action: 'push',
      actor: { id: 'ann' },
      time: '2026-11-01T01:00:00.000Z',
    });
    const publicized = {
      action: 'publicized',
      repository: { full_name: 'example/shop', private: false, updated_at: '2026-11-01T10:00:00Z' },
      sender: { login: 'ann' },
    };
    expect(activityOf(publicized)).toMatchObject({ action: 'publicized', time: '2026-11-01T10:00:00.000Z' });
  });
});
