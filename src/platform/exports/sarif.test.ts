import { expect, it } from 'vitest';
import { placeOfResource, type SarifResult, sarifLog } from './sarif.ts';

async function* results(): AsyncGenerator<SarifResult> {
  yield {
    rule: 'a-rule',
    severity: 'medium',
    text: 'It is open: door',
    place: placeOfResource('arn:aws:s3:::a door'),
    resource: { id: 'arn:aws:s3:::a door' },
    fingerprint: { 'hwaseong/finding': 'f1' },
    properties: {},
  };
}

it('a log of SARIF names the rules of the results that went before', async () => {
  const rule = { id: 'a-rule', severity: 'medium', title: 'Doors are shut', why: 'Thieves.', tags: [] } as const;
  let text = '';
  for await (const piece of sarifLog(results(), () => [rule], '1.2.3')) text += piece;
  const [run] = JSON.parse(text).runs;
  expect(run.results).toMatchObject([
    { ruleId: 'a-rule', level: 'warning', locations: [{ physicalLocation: placeOfResource('arn:aws:s3:::a door') }] },
  ]);
  expect(run.results[0].locations[0].physicalLocation.artifactLocation.uri).toBe('arn:aws:s3:::a%20door');
  expect(run.tool.driver).toMatchObject({ semanticVersion: '1.2.3', rules: [{ id: 'a-rule' }] });
  expect(run.tool.driver.rules[0]).not.toHaveProperty('help');
});
