import { NodeHttpHandler } from '@smithy/node-http-handler';

/** What seeds set of an SDK client. */
interface Settings {
  region: string;
  endpoint: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
}

type ServiceClient<C> = new (settings: Settings) => C;

/** One account of an emulated AWS, as its administrator sees it. */
export interface Cloud {
  account: string;
  /** The SDK client of a service in a region, Seoul unless given. */
  client<C extends object>(Service: ServiceClient<C>, region?: string): C;
}

export const SEOUL = 'ap-northeast-2';

interface Middlewares {
  add(
    middleware: (
      next: (args: unknown) => unknown,
    ) => (args: { request: { hostname: string; headers: Record<string, string> } }) => unknown,
    options: { step: 'build'; name: string },
  ): void;
}

/**
 * An account of the moto server at `endpoint`. moto tells accounts apart by a header of its own, so that any account can be
 * entered without keys; the program under test enters them as it would enter AWS's.
 */
export function openCloud(endpoint: string, account: string): Cloud {
  const clients = new Map<string, object>();
  const settings = {
    // A host to put names before, which an IP address is not.
    endpoint: endpoint.replace('127.0.0.1', 'localhost'),
    forcePathStyle: true,
    // moto speaks no HTTP/2, which Kinesis prefers.
    requestHandler: new NodeHttpHandler(),
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'example' },
  };
  return {
    account,
    client<C extends object>(Service: ServiceClient<C>, region: string = SEOUL): C {
      const key = `${Service.name}/${region}`;
      const known = clients.get(key);
      if (known !== undefined) return known as C;
      const client = new Service({ ...settings, region });
      (client as { middlewareStack: Middlewares }).middlewareStack.add(
        (next) => (args) => {
          args.request.headers['x-moto-account-id'] = account;
          // Some services put the account before the host, and there is no DNS for that name.
          args.request.hostname = 'localhost';
          return next(args);
        },
        { step: 'build', name: 'account' },
      );
      clients.set(key, client);
      return client;
    },
  };
}

/** A policy document as AWS takes it. */
export function policy(...statements: object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

/** What may assume a role: `principal` such as `{ Service: 'ec2.amazonaws.com' }`. */
export function trust(principal: object, condition?: object): string {
  const statement = { Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' };
  return policy(condition === undefined ? statement : { ...statement, Condition: condition });
}

/** Tags in the form that most services take. */
export function tags(values: Record<string, string>): { Key: string; Value: string }[] {
  return Object.entries(values).map(([Key, Value]) => ({ Key, Value }));
}
