import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Activity, Detection } from '../../model/index.ts';
import { groupIncidents } from '../group.ts';
import type { Alert } from '../types.ts';
import { type ExportIncident, incidentExporters } from './index.ts';
import type { IncidentsContext } from './types.ts';

const detection: Detection = {
  id: 'aws-audit-log-off',
  title: { en: 'Audit log switched off', ko: '감사 로그 중지' },
  why: { en: 'Nobody sees what follows.', ko: '이후의 행위를 볼 수 없습니다.' },
  respond: { en: 'Switch it on again.', ko: '다시 켭니다.' },
  severity: 'high',
  techniques: ['T1562.008', 'T1078'],
  tactics: ['defense-evasion'],
  sources: ['cloudtrail'],
  kind: 'rule',
  alerts: true,
  groupBy: ['hwaseong.actor'],
  period: 86_400_000,
  origin: 'product',
  references: [],
  falsePositives: [],
};

const activity: Activity = {
  id: 'e-1',
  source: 'cloudtrail',
  time: '2026-11-01T10:00:00.000Z',
  action: 'StopLogging',
  service: 'cloudtrail.amazonaws.com',
  outcome: 'failure',
  error: 'AccessDenied',
  actor: { type: 'user', id: 'arn:aws:iam::111122223333:user/ann', name: 'ann', session: 'AKIAEXAMPLE' },
  account: '111122223333',
  region: 'ap-northeast-2',
  ip: '198.51.100.7',
  agent: 'aws-cli/2',
  assets: ['arn:aws:cloudtrail:ap-northeast-2:111122223333:trail/main'],
  classUid: 6003,
};

const alert: Alert = {
  id: 'a-1',
  detection: detection.id,
  title: detection.title,
  severity: 'high',
  techniques: detection.techniques,
  tactics: detection.tactics,
  group: { 'hwaseong.actor': activity.actor.id },
  period: Date.parse('2026-11-01T00:00:00Z'),
  evidence: [
    { source: 'cloudtrail', id: 'e-1', time: Date.parse(activity.time), activity },
    { source: 'cloudtrail', id: 'e-2', time: Date.parse(activity.time) + 1000 },
  ],
};

/** Nobody known did something nowhere. */
const bare: Alert = {
  ...alert,
  id: 'a-2',
  detection: 'gone',
  techniques: [],
  evidence: [
    {
      source: 'github',
      id: 'g-1',
      time: Date.parse('2026-11-02T10:00:00Z'),
      activity: {
        ...activity,
        source: 'github',
        actor: { type: 'unknown', id: '', name: '' },
        account: '',
        region: '',
        service: '',
        action: '',
        ip: undefined,
        agent: undefined,
        error: undefined,
        assets: [],
      },
    },
  ],
};

const incidents = groupIncidents([alert, bare]);
const context: IncidentsContext = {
  language: 'en',
  version: '1.2.3',
  generatedAt: '2026-11-03T00:00:00.000Z',
  detections: new Map([[detection.id, detection]]),
  lost: { malformed: 2 },
};

async function written(
  format: keyof typeof incidentExporters,
  some: ExportIncident[] = incidents,
  more: Partial<IncidentsContext> = {},
) {
  let text = '';
  for await (const piece of incidentExporters[format].write(some, { ...context, ...more })) text += piece;
  return text;
}

describe('incidents', () => {
  it('leave in the reader’s language', async () => {
    for (const format of ['json', 'csv', 'ocsf', 'sarif', 'html'] as const) {
      expect(await written(format, incidents, { language: 'ko' })).toContain('감사 로그 중지');
    }
  });

  it('are whole where there is none', async () => {
    expect(JSON.parse(await written('json', []))).toMatchObject({ incidents: [], lost: { malformed: 2 } });
    expect(JSON.parse(await written('sarif', []))).toMatchObject({ runs: [{ results: [] }] });
    expect(await written('ocsf', [])).toBe('');
    expect((await written('csv', [])).trim().split('\r\n')).toHaveLength(1);
    expect(await written('html', [])).toContain('No alert.');
  });

  it('in JSON hold what each alert rests on, and what was not judged', async () => {
    const { incidents: found, lost } = JSON.parse(await written('json'));
    expect(found[0]).toMatchObject({
      severity: 'high',
      firstAt: '2026-11-01T10:00:00.000Z',
      alerts: [
        {
          id: 'a-1',
          respond: { en: 'Switch it on again.' },
          evidence: [{ action: 'StopLogging' }, { id: 'e-2', time: '2026-11-01T10:00:01.000Z' }],
        },
      ],
    });
    expect(lost).toEqual({ malformed: 2 });
  });

  it('in CSV are a row an alert, none of them a formula', async () => {
    const hostile = { ...alert, title: { en: '=HYPERLINK("http://x"),a', ko: 'x' } };
    const text = await written('csv', groupIncidents([hostile]));
    expect(text.startsWith('\uFEFF')).toBe(true);
    expect(text).toContain(`"'=HYPERLINK(""http://x""),a"`);
  });

  it('in HTML show hostile names as text', async () => {
    const actor = { ...activity.actor, id: '<script>alert(1)</script>', name: '<script>' };
    const hostile = {
      ...alert,
      evidence: [{ source: 'cloudtrail', id: 'e', time: 0, activity: { ...activity, actor, agent: '"><img>' } }],
    };
    const text = await written('html', groupIncidents([hostile]));
    expect(text).not.toContain('<script');
    expect(text).toContain('&#60;script&#62;');
  });

  it('in SARIF give each detection once and each alert a stable fingerprint', async () => {
    const { runs } = JSON.parse(await written('sarif'));
    expect(runs[0].tool.driver.rules.map(({ id }: { id: string }) => id)).toEqual([detection.id]);
    expect(runs[0].results.map((result: { partialFingerprints: object }) => result.partialFingerprints)).toEqual([
      { 'hwaseong/alert': 'a-1' },
      { 'hwaseong/alert': 'a-2' },
    ]);
  });
});

describe('OCSF 1.8.0', () => {
  const validators = new Map<number, ValidateFunction>();
  beforeAll(async () => {
    const ajv = new Ajv2020({ strict: false, allErrors: true });
    for (const [classUid, name] of [
      [2004, 'detection_finding'],
      [2005, 'incident_finding'],
    ] as const) {
      const file = path.join(import.meta.dirname, `../../../test/ocsf/${name}.schema.json`);
      validators.set(classUid, ajv.compile(JSON.parse(await readFile(file, 'utf8'))));
    }
  });

  const lines = async (some: ExportIncident[] = incidents) =>
    (await written('ocsf', some))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));

  it('is what its schema says, for every alert and incident', async () => {
    const states: ExportIncident[] = (['open', 'investigating', 'closed'] as const).flatMap((status) =>
      incidents.map((incident) => ({ ...incident, status })),
    );
    const found = await lines([...incidents, ...states]);
    expect(found).toHaveLength(16);
    for (const one of found) {
      const validate = validators.get(one.class_uid) as ValidateFunction;
      expect(validate(one) ? [] : validate.errors).toEqual([]);
    }
  });

  it('the schema finds what is wrong', async () => {
    const [finding] = await lines();
    const validate = validators.get(2004) as ValidateFunction;
    expect(validate({ ...finding, severity_id: 17 })).toBe(false);
    expect(validate({ ...finding, invented: true })).toBe(false);
  });

  it('gives a finding an alert, then the incident that names them', async () => {
    const [finding, incident] = await lines();
    expect(finding).toMatchObject({
      class_uid: 2004,
      type_uid: 200401,
      severity_id: 4,
      finding_info: {
        uid: 'a-1',
        attacks: [
          { technique: { uid: 'T1562' }, sub_technique: { uid: 'T1562.008' } },
          { technique: { uid: 'T1078' } },
        ],
      },
      cloud: { provider: 'AWS', region: 'ap-northeast-2', account: { uid: '111122223333' } },
      evidences: [
        {
          api: { operation: 'StopLogging', response: { error: 'AccessDenied' } },
          src_endpoint: { ip: '198.51.100.7' },
        },
      ],
    });
    expect(incident).toMatchObject({
      class_uid: 2005,
      metadata: { uid: incidents[0]?.id },
      finding_info_list: [{ uid: 'a-1' }],
      status_id: 1,
    });
  });
});
