import { describe, expect, it } from 'vitest';
import { parseFlags, readContainerEngines } from './container-engine.ts';
import { filesWith } from './root.fixture.ts';

describe('Docker', () => {
  it('is set up by its file', () => {
    const files = filesWith({
      'usr/bin/dockerd': '',
      'etc/docker/daemon.json':
        '{"hosts":["tcp://0.0.0.0:2375"],"icc":false,"live-restore":true,"log-opts":{"max-size":"10m"}}',
      'etc/group': 'docker:x:999:ann\n',
    });
    expect(readContainerEngines(files)?.docker).toMatchObject({
      openTcp: ['tcp://0.0.0.0:2375'],
      icc: false,
      liveRestore: true,
      userlandProxy: true,
      logDriver: 'json-file',
      logLimits: true,
      groupMembers: ['ann'],
    });
  });

  it('is set up by the flags of its unit and the variables that it names', () => {
    const files = filesWith({
      'usr/bin/dockerd': '',
      'usr/lib/systemd/system/docker.service':
        '[Service]\nEnvironmentFile=-/etc/default/docker\nExecStart=/usr/bin/dockerd -H fd:// $DOCKER_OPTS\n',
      'etc/default/docker':
        'DOCKER_OPTS="--insecure-registry registry.example:5000 --tlsverify -H tcp://0.0.0.0:2376"\n',
    });
    expect(readContainerEngines(files)?.docker).toMatchObject({
      hosts: ['fd://', 'tcp://0.0.0.0:2376'],
      openTcp: [],
      tlsVerify: true,
      insecureRegistries: ['registry.example:5000'],
    });
  });

  it('is not known where its file is broken', () => {
    const files = filesWith({ 'usr/bin/dockerd': '', 'etc/docker/daemon.json': '{"icc": fal' });
    readContainerEngines(files);
    expect(files.missed[0]?.code).toBe('Malformed');
  });
});

it('other engines tell the registries that they do not check', () => {
  const files = filesWith({
    'usr/bin/containerd': '',
    'etc/containerd/config.toml':
      '[plugins."io.containerd.grpc.v1.cri".registry.configs."a.example".tls]\ninsecure_skip_verify = true\n',
    'etc/containerd/certs.d/b.example/hosts.toml': '[host."http://b.example"]\n',
    'usr/bin/podman': '',
    'etc/containers/registries.conf': '[[registry]]\nlocation = "c.example"\ninsecure = true\n',
  });
  expect(readContainerEngines(files)).toMatchObject({
    docker: null,
    containerd: { insecureRegistries: ['a.example', 'b.example'] },
    podman: { insecureRegistries: ['c.example'] },
  });
  expect(readContainerEngines(filesWith({}))).toBeNull();
});

it('flags of Go have values behind them or after an equals sign', () => {
  expect(
    Object.fromEntries(parseFlags(['--icc=false', '-H', 'fd://', '--debug', '--log-driver', 'local', 'x'])),
  ).toEqual({
    icc: ['false'],
    host: ['fd://'],
    debug: ['true'],
    'log-driver': ['local'],
  });
});
