import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../model/index.ts';
import { azureRequestFields } from './azure-requests.ts';

const opened = (body: Json): unknown => {
  const requestbody = typeof body === 'string' ? body : JSON.stringify(body);
  return azureRequestFields['azure.opens.ports']({ properties: { requestbody } });
};
const rule = (more: JsonObject): JsonObject => ({
  properties: { direction: 'Inbound', access: 'Allow', protocol: 'Tcp', sourceAddressPrefix: '*', ...more },
});

describe('what a network security rule opens to the internet', () => {
  it.each([
    ['one port', rule({ destinationPortRange: '22' }), [22]],
    ['several', rule({ destinationPortRanges: ['443', '3389'] }), [443, 3389]],
    ['a range, by its ends and what matters within', rule({ destinationPortRange: '3380-3390' }), [3380, 3389, 3390]],
    ['by the tag of the internet', rule({ sourceAddressPrefix: 'Internet', destinationPortRange: '22' }), [22]],
  ])('%s', (_name, body, ports) => expect(opened(body)).toEqual(ports));

  it('everything, where the port is *', () => {
    expect(opened(rule({ destinationPortRange: '*' }))).toContain('all');
  });

  it('nothing: one network, outbound, denied', () => {
    expect(opened(rule({ sourceAddressPrefix: '203.0.113.0/24', destinationPortRange: '22' }))).toBeUndefined();
    expect(opened(rule({ direction: 'Outbound', destinationPortRange: '22' }))).toBeUndefined();
    expect(opened(rule({ access: 'Deny', destinationPortRange: '22' }))).toBeUndefined();
  });

  it('of a group, by the rule that opens it and not by its neighbour', () => {
    const group = {
      properties: {
        securityRules: [rule({ access: 'Deny', destinationPortRange: '22' }), rule({ destinationPortRange: '443' })],
      },
    };
    expect(opened(group)).toEqual([443]);
  });
});

it('no body stops it', () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json(), fc.jsonValue()), (body) => void opened(body as Json)));
});
