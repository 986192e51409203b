import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../model/index.ts';
import { activityOf, field } from './activity.fixture.ts';
import { recognise } from './sources.ts';
import { textRecord } from './text-lines.ts';

describe('traffic and names', () => {
  const common = (record: JsonObject) =>
    ['src_ip', 'dst_ip', 'src_port', 'dst_port', 'transport', 'action', 'direction'].map((name) => field(record, name));

  it('every flow log answers to the same names', () => {
    const vpc = {
      version: 5,
      account_id: '111122223333',
      interface_id: 'eni-1',
      srcaddr: '198.51.100.7',
      dstaddr: '10.0.0.5',
      srcport: 40000,
      dstport: 22,
      protocol: 6,
      action: 'REJECT',
      start: 1793534400,
      flow_direction: 'ingress',
      log_status: 'OK',
    };
    const nsg = {
      flowTime: '1793534400',
      sourceAddress: '198.51.100.7',
      destinationAddress: '10.0.0.5',
      sourcePort: '40000',
      destinationPort: '22',
      protocol: 'T',
      trafficFlow: 'I',
      decision: 'D',
    };
    const gcp = {
      timestamp: '2026-11-01T10:00:00Z',
      resource: { labels: { project_id: 'shop' } },
      jsonPayload: {
        connection: { src_ip: '198.51.100.7', dest_ip: '10.0.0.5', src_port: 40000, dest_port: 22, protocol: 6 },
        disposition: 'DENIED',
        rule_details: { direction: 'INGRESS' },
      },
    };
    for (const record of [vpc, nsg, gcp]) {
      expect(common(record).map(String)).toEqual([
        '198.51.100.7',
        '10.0.0.5',
        '40000',
        '22',
        'tcp',
        'REJECT',
        'ingress',
      ]);
      expect(activityOf(record)).toMatchObject({
        action: 'tcp/22',
        outcome: 'failure',
        ip: '198.51.100.7',
        classUid: 4001,
      });
      expect(field(record, 'hwaseong.destination')).toBe('10.0.0.5');
      expect(field(record, 'hwaseong.destination.internal')).toBe(true);
    }
  });

  it('a line that says nothing passed, or that records are missing, is one of the log', () => {
    for (const status of ['NODATA', 'SKIPDATA']) {
      const record = textRecord(`2 111122223333 eni-0a1b - - - - - - - 1793534400 1793534460 - ${status}`) ?? {};
      expect(recognise(record)?.id).toBe('vpc-flow');
      expect(activityOf(record)).toMatchObject({ action: status, outcome: 'unknown', account: '111122223333' });
      expect(activityOf(record).ip).toBeUndefined();
    }
  });

  it('a question is taken apart', () => {
    const record = {
      version: '1.1',
      account_id: '111122223333',
      region: 'ap-northeast-2',
      vpc_id: 'vpc-1',
      query_timestamp: '2026-11-01T10:00:00Z',
      query_name: 'a1b2c3d4.Tunnel.example.co.kr.',
      query_type: 'TXT',
      rcode: 'NOERROR',
      answers: [{ Rdata: 'x', Type: 'TXT' }],
      srcaddr: '10.0.0.5',
      srcids: { instance: 'i-1' },
    };
    expect(activityOf(record)).toMatchObject({
      source: 'dns',
      ip: '10.0.0.5',
      assets: ['arn:aws:ec2:ap-northeast-2:111122223333:instance/i-1'],
      classUid: 4003,
    });
    expect(field(record, 'query')).toBe('a1b2c3d4.Tunnel.example.co.kr.');
    expect(field(record, 'record_type')).toBe('TXT');
    expect(field(record, 'answer')).toEqual(['x']);
    expect(field(record, 'hwaseong.domain')).toBe('a1b2c3d4.tunnel.example.co.kr');
    expect(field(record, 'hwaseong.domain.registered')).toBe('example.co.kr');
    expect(field(record, 'hwaseong.domain.length')).toBe(29);
    expect(field(record, 'hwaseong.domain.entropy')).toBeGreaterThan(3);
  });

  it('an S3 access log is read with either spelling of its names', () => {
    for (const record of [
      {
        bucket: 'photos',
        time: '2026-11-01 10:00:00',
        remoteip: '198.51.100.7',
        requester: 'arn:aws:iam::111122223333:user/ann',
        operation: 'REST.GET.OBJECT',
        httpstatus: 403,
        errorcode: 'AccessDenied',
      },
      {
        bucket: 'photos',
        time: '2026-11-01T10:00:00Z',
        remoteIp: '198.51.100.7',
        requester: 'arn:aws:iam::111122223333:user/ann',
        operation: 'REST.GET.OBJECT',
        httpStatus: 403,
        errorCode: 'AccessDenied',
      },
    ]) {
      expect(activityOf(record)).toMatchObject({
        source: 's3-access',
        action: 'REST.GET.OBJECT',
        outcome: 'failure',
        error: 'AccessDenied',
        actor: { name: 'ann' },
        account: '111122223333',
        assets: ['arn:aws:s3:::photos'],
      });
    }
    expect(
      activityOf({
        bucket: 'photos',
        time: '2026-11-01T10:00:00Z',
        remoteIp: '198.51.100.7',
        operation: 'REST.GET.OBJECT',
        httpStatus: 200,
      }).actor.type,
    ).toBe('anonymous');
  });

  it('DNS questions that an agent or a resolver of the internet saw answer to the same names', () => {
    const agent = {
      event_simpleName: 'DnsRequest',
      aip: '198.51.100.7',
      event: { DomainName: 'www.example.com.', RequestType: '16', ContextTimeStamp: '1793534400.172' },
    };
    const resolver = {
      timestamp: '2026-11-01 12:00:00',
      internalIp: '10.0.0.5',
      action: 'Blocked',
      responseCode: 'NOERROR',
      domain: 'www.example.com.',
    };
    for (const [record, ip, outcome] of [
      [agent, '198.51.100.7', 'unknown'],
      [resolver, '10.0.0.5', 'failure'],
    ] as const) {
      expect(activityOf(record)).toMatchObject({ source: 'dns', ip, outcome });
      expect(field(record, 'hwaseong.domain')).toBe('www.example.com');
    }
    expect(recognise({ domain: 'example.com', action: 'Allow' })).toBeUndefined();
  });
});
