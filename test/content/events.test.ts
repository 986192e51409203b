import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadAttack, loadKnownEvents } from '../../src/content/index.ts';

const content = path.join(import.meta.dirname, '../../content');
const attack = await loadAttack(path.join(content, 'attack.yaml'));
const events = await loadKnownEvents(path.join(content, 'events'));
const hangul = /[가-힣]/;

describe('the known events', () => {
  it('are 381, 17 of them watched from the start', () => {
    expect(events).toHaveLength(381);
    expect(events.filter(({ named }) => named).map(({ id }) => id.split('.').slice(1).join('.'))).toEqual([
      'signin.ConsoleLogin',
      ...['iam.CreateUser', 'iam.DeleteUser', 'iam.CreateAccessKey', 'iam.UpdateAccessKey', 'iam.DeleteAccessKey'],
      'cloudtrail.StopLogging',
      ...['ec2.AuthorizeSecurityGroupIngress', 'ec2.AuthorizeSecurityGroupEgress'],
      ...['ec2.RunInstances', 'ec2.StartInstances', 'ec2.StopInstances', 'ec2.RebootInstances'],
      ...['ec2.TerminateInstances', 's3.CreateBucket', 's3.PutBucketAcl', 's3.PutBucketPolicy'],
    ]);
  });

  it('have a short title of their own in both languages', () => {
    const titles = events.map(({ title }) => title);
    expect(titles.filter(({ en, ko }) => hangul.test(en) || !hangul.test(ko))).toEqual([]);
    expect(titles.filter(({ en, ko }) => en.length > 60 || ko.length > 40)).toEqual([]);
    const twice = (words: string[]) => words.filter((word, index) => words.indexOf(word) !== index);
    expect(twice(titles.map(({ en }) => en))).toEqual([]);
    expect(twice(titles.map(({ ko }) => ko))).toEqual([]);
  });

  it('name techniques of ATT&CK', () => {
    const unknown = events.filter(({ technique }) => technique !== null && !attack.techniques.has(technique));
    expect(unknown).toEqual([]);
  });
});

describe('ATT&CK', () => {
  it('has its fourteen tactics in the order of the matrix, each with techniques', () => {
    expect(attack.tactics.map(({ id }) => id)).toEqual([
      ...['TA0043', 'TA0042', 'TA0001', 'TA0002', 'TA0003', 'TA0004', 'TA0005'],
      ...['TA0006', 'TA0007', 'TA0008', 'TA0009', 'TA0011', 'TA0010', 'TA0040'],
    ]);
    const used = new Set([...attack.techniques.values()].flatMap(({ tactics }) => tactics));
    expect(attack.tactics.filter(({ name }) => !used.has(name))).toEqual([]);
  });

  it('gives a sub-technique the tactics of its parent', () => {
    expect(attack.techniques.get('T1562.008')).toMatchObject({ parent: 'T1562', tactics: ['defense-evasion'] });
  });
});
