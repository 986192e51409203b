import { expect, it } from 'vitest';
import { namesOf, readWith } from '../entry.fixture.ts';
import { condaEnvironment } from './conda-environment.ts';
import { pdmLock, pipfileLock, poetryLock, pylock, requirements, uvLock } from './python-locks.ts';
import { bomOf, linesOf } from './tree.fixture.ts';

it('takes requirements that are pinned, and tells that others are not', () => {
  const text = `# of the project
-r other.txt
--hash=sha256:0
Zope.Interface==5.0  # why
requests[socks]==2.31.0 ; python_version >= "3.8" \\
    --hash=sha256:1
flask>=2.0
six===1.16.0
name @ https://example.com/name.whl
`;
  const bom = bomOf(requirements, { 'requirements.txt': text });
  expect(linesOf(bom)).toEqual(['requests@2.31.0 direct', 'six@1.16.0 direct', 'zope-interface@5.0 direct']);
  expect(bom.packages[0]?.locations[0]?.lines).toEqual([5, 6]);
  expect(bom.unread).toEqual([
    {
      path: 'requirements.txt',
      code: 'unpinned',
      reason: 'requirements: 2 requirements that are not pinned to one version',
    },
  ]);
});

it('takes requirements as PowerShell writes them', () => {
  const text = Buffer.from('\ufeffrequests==2.31.0\r\n', 'utf16le');
  expect(namesOf(readWith(requirements, 'requirements.txt', text))).toEqual(['requests@2.31.0']);
  expect(namesOf(readWith(requirements, 'requirements.txt', Buffer.from(text).swap16()))).toEqual(['requests@2.31.0']);
});

it("reads Pipenv's lock file; the Pipfile says what was asked for", () => {
  const lock = JSON.stringify({
    default: { requests: { version: '==2.31.0' }, idna: { version: '==3.6' } },
    develop: { pytest: { version: '==8.0' }, idna: { version: '==3.6' } },
  });
  expect(linesOf(bomOf(pipfileLock, { 'Pipfile.lock': lock }))).toEqual([
    'idna@3.6',
    'pytest@8.0 dev',
    'requests@2.31.0',
  ]);
  const ofGit = JSON.stringify({
    default: { own: { path: '.' }, tool: { git: 'https://git.example/tool.git', ref: 'abc' } },
  });
  expect(bomOf(pipfileLock, { 'Pipfile.lock': ofGit }).unread[0]?.reason).toContain('1 packages that come from');
  const pipfile = '[packages]\nrequests = "*"\n[dev-packages]\npytest = "*"\n';
  expect(linesOf(bomOf(pipfileLock, { 'Pipfile.lock': lock, Pipfile: pipfile }))).toEqual([
    'idna@3.6',
    'pytest@8.0 direct dev',
    'requests@2.31.0 direct',
  ]);
});

const locked = `[[package]]
name = "Requests"
version = "2.31.0"

[package.dependencies]
idna = ">=2.5"

[[package]]
name = "idna"
version = "3.6"

[[package]]
name = "pytest"
version = "8.0"
`;

it("reads Poetry's lock file with the project beside it", () => {
  const project = `[tool.poetry.dependencies]
python = "^3.12"
requests = "^2"
[tool.poetry.group.test.dependencies]
pytest = "^8"
`;
  const bom = bomOf(poetryLock, { 'poetry.lock': locked, 'pyproject.toml': project });
  expect(linesOf(bom)).toEqual(['idna@3.6 indirect', 'pytest@8.0 direct dev', 'requests@2.31.0 direct -> idna@3.6']);
  expect(bom.packages[2]?.locations[0]?.lines).toEqual([1, 6]);
  expect(linesOf(bomOf(poetryLock, { 'poetry.lock': locked }))).toContain('pytest@8.0');
});

it("reads PDM's lock file, which names groups", () => {
  const lock = `[[package]]
name = "requests"
version = "2.31.0"
groups = ["default"]
dependencies = ["idna<4,>=2.5"]
[[package]]
name = "idna"
version = "3.6"
groups = ["default", "test"]
[[package]]
name = "pytest"
version = "8.0"
groups = ["test"]
`;
  expect(linesOf(bomOf(pdmLock, { 'pdm.lock': lock }))).toEqual([
    'idna@3.6',
    'pytest@8.0 dev',
    'requests@2.31.0 -> idna@3.6',
  ]);
});

it("reads uv's lock file, with the project in it", () => {
  const lock = `version = 1
[[package]]
name = "app"
version = "0.1.0"
source = { virtual = "." }
dependencies = [{ name = "requests" }]
[package.dev-dependencies]
dev = [{ name = "pytest" }]
[[package]]
name = "requests"
version = "2.31.0"
dependencies = [{ name = "idna" }]
[[package]]
name = "idna"
version = "3.6"
[[package]]
name = "pytest"
version = "8.0"
`;
  expect(linesOf(bomOf(uvLock, { 'uv.lock': lock }))).toEqual([
    'app@0.1.0 -> requests@2.31.0',
    'idna@3.6 indirect',
    'pytest@8.0 direct dev',
    'requests@2.31.0 direct -> idna@3.6',
  ]);
});

it('reads the lock file of PEP 751', () => {
  const lock = `lock-version = "1.0"
[[packages]]
name = "requests"
version = "2.31.0"
dependencies = [{ name = "idna", version = "3.6" }]
[[packages]]
name = "idna"
version = "3.6"
`;
  expect(linesOf(bomOf(pylock, { 'pylock.web.toml': lock }))).toEqual(['idna@3.6', 'requests@2.31.0 -> idna@3.6']);
});

it("reads conda's environments: exact versions, and what pip installs there", () => {
  const text = `name: lab
dependencies:
  - python
  - conda-forge::openssl=3.0.13=h0_1
  - numpy==1.26
  - scipy>=1.10
  - pip:
      - requests==2.31.0
`;
  const bom = bomOf(condaEnvironment, { 'environment.yml': text });
  expect(bom.packages.map(({ purl, locations }) => [purl, locations[0]?.lines])).toEqual([
    ['pkg:conda/numpy@1.26', [5, 5]],
    ['pkg:conda/openssl@3.0.13', [4, 4]],
    ['pkg:pypi/requests@2.31.0', [8, 8]],
  ]);
  expect(bom.unread[0]?.code).toBe('unpinned');
});

it('follows in a lock file of uv what an extra brings', () => {
  const lock = `[[package]]
name = "app"
version = "0.1.0"
source = { virtual = "." }
dependencies = [{ name = "client", extra = ["http2"] }]
[[package]]
name = "client"
version = "1.0"
source = { registry = "https://pypi.example/simple" }
[package.optional-dependencies]
http2 = [{ name = "h2" }]
[[package]]
name = "h2"
version = "4.0"
source = { registry = "https://pypi.example/simple" }
`;
  expect(linesOf(bomOf(uvLock, { 'uv.lock': lock }))).toEqual([
    'app@0.1.0 -> client@1.0',
    'client@1.0 direct -> h2@4.0',
    'h2@4.0 indirect',
  ]);
});
