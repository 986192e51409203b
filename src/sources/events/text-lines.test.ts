import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineReader, textRecord } from './text-lines.ts';

const flow = '2 111122223333 eni-0a1b 198.51.100.7 10.0.0.5 40000 22 6 10 840 1793534400 1793534460 REJECT OK';
const access =
  '79a59df900b949e55d96a1e698fbaced photos [06/Feb/2026:00:00:38 +0000] 198.51.100.7 arn:aws:iam::111122223333:user/ann 3E57427F3EXAMPLE REST.GET.OBJECT a%20b.jpg "GET /photos/a%20b.jpg?x="y" HTTP/1.1" 403 AccessDenied 243 - 7 6 "-" "aws-cli/2 (say "hi")" - hostid= SigV4 ECDHE-RSA-AES128-GCM-SHA256 AuthHeader photos.s3.amazonaws.com TLSv1.2 - -';

describe('a line of a text log', () => {
  it('is a flow in the default columns of AWS', () => {
    expect(textRecord(flow)).toEqual({
      version: 2,
      account_id: '111122223333',
      interface_id: 'eni-0a1b',
      srcaddr: '198.51.100.7',
      dstaddr: '10.0.0.5',
      srcport: 40000,
      dstport: 22,
      protocol: 6,
      packets: 10,
      bytes: 840,
      start: 1793534400,
      end: 1793534460,
      action: 'REJECT',
      log_status: 'OK',
    });
  });

  it('is a flow in the columns that a header names', () => {
    const reader = lineReader('version vpc-id srcaddr dstaddr pkt-srcaddr flow-direction start');
    expect(reader?.isHeader).toBe(true);
    expect(reader?.read('5 vpc-1 10.0.0.1 10.0.0.2 198.51.100.7 ingress 1793534400')).toEqual({
      version: 5,
      vpc_id: 'vpc-1',
      srcaddr: '10.0.0.1',
      dstaddr: '10.0.0.2',
      pkt_srcaddr: '198.51.100.7',
      flow_direction: 'ingress',
      start: 1793534400,
    });
  });

  it('leaves out what a flow does not have', () => {
    const nodata = '2 111122223333 eni-0a1b - - - - - - - 1793534400 1793534460 - NODATA';
    expect(textRecord(nodata)).toEqual({
      version: 2,
      account_id: '111122223333',
      interface_id: 'eni-0a1b',
      start: 1793534400,
      end: 1793534460,
      log_status: 'NODATA',
    });
  });

  it('is a request to a bucket, whatever quotes the client sent', () => {
    expect(textRecord(access)).toEqual({
      bucketOwner: '79a59df900b949e55d96a1e698fbaced',
      bucket: 'photos',
      time: '2026-02-06T00:00:38Z',
      remoteIp: '198.51.100.7',
      requester: 'arn:aws:iam::111122223333:user/ann',
      requestId: '3E57427F3EXAMPLE',
      operation: 'REST.GET.OBJECT',
      key: 'a%20b.jpg',
      requestUri: 'GET /photos/a%20b.jpg?x="y" HTTP/1.1',
      httpStatus: 403,
      errorCode: 'AccessDenied',
      bytesSent: 243,
      totalTime: 7,
      turnAroundTime: 6,
      userAgent: 'aws-cli/2 (say "hi")',
      hostId: 'hostid=',
      signatureVersion: 'SigV4',
      cipherSuite: 'ECDHE-RSA-AES128-GCM-SHA256',
      authenticationType: 'AuthHeader',
      hostHeader: 'photos.s3.amazonaws.com',
      tlsVersion: 'TLSv1.2',
    });
  });

  it('is nothing where it is of no kind that is known', () => {
    for (const line of ['', 'hello world', '1 2 3', flow.slice(0, 40), access.slice(0, 60)])
      expect(textRecord(line)).toBeUndefined();
    expect(lineReader('date,user,action')).toBeUndefined();
  });

  it('is read without an error, whatever it is', () => {
    const part = fc.oneof(
      fc.string(),
      fc.constantFrom('-', '"', '[', ']', '2', 'version', '[06/Feb/2026:00:00:38 +0000]', 'eni-1'),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
        const line = parts.join(' ');
        textRecord(line);
        lineReader(line)?.read(line);
      }),
    );
  });
});
