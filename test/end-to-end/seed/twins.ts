import type { Cloud } from '../cloud.ts';

/** A fault and its clean twin: two things that differ in nothing but what the control is about. */
export interface Twins {
  control: string;
  /** What the names begin with, where that of the control is too long. */
  name?: string;
  /** Makes one of them, and gives what findings call it by where that is not its name. */
  make(cloud: Cloud, name: string, good: boolean): Promise<string | undefined>;
}

/** What was planted: a finding of the control must name `bad`, and `good` must pass. */
export interface Planted {
  control: string;
  bad: string;
  good: string;
}

/** Makes both of each pair of twins in an account. */
export async function plant(cloud: Cloud, list: readonly Twins[]): Promise<Planted[]> {
  const planted: Planted[] = [];
  for (const { control, name = control.replace(/^aws-/, ''), make } of list) {
    const one = async (good: boolean) => {
      const called = `${name}-${good ? 'good' : 'bad'}`;
      return (await make(cloud, called, good)) ?? called;
    };
    planted.push({ control, bad: await one(false), good: await one(true) });
  }
  return planted;
}
