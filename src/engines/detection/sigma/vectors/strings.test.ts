import { runVectors } from './vectors.ts';

runVectors(
  'strings and wildcards',
  String.raw`
- name: a text is compared without regard to case
  detection: {selection: {user: Alice}}
  matches: [{user: Alice}, {user: alice}, {user: ALICE}]
  misses: [{user: Alice2}, {user: ' Alice'}, {user: ''}, {}]
- name: case does not matter outside of ASCII either
  detection: {selection: {user: Zoë}}
  matches: [{user: ZOË}, {user: zoë}]
  misses: [{user: zoe}]
- name: Korean texts are compared as they are
  detection: {selection: {user: '*관리자'}}
  matches: [{user: 최고 관리자}]
  misses: [{user: 관리자들}]
- name: a Kelvin sign is no k of another length
  detection: {selection: {user: key}}
  matches: [{user: "\u212aey"}]
  misses: [{user: "\u0130ey"}]
- name: cased compares letters as they are
  detection: {selection: {user|cased: Alice}}
  matches: [{user: Alice}]
  misses: [{user: alice}]
- name: cased holds for wildcards
  detection: {selection: {user|cased|contains: Li}}
  matches: [{user: aLice aLice Lia}]
  misses: [{user: alice}]
- name: cased holds for lists of exact texts
  detection: {selection: {user|cased: [Alice, Bob]}}
  matches: [{user: Bob}]
  misses: [{user: bob}]
- name: the empty text is a value of its own
  detection: {selection: {user: ''}}
  matches: [{user: ''}]
  misses: [{user: ' '}, {user: null}, {}]
- name: a star is any characters, none as well
  detection: {selection: {path: 'a*z'}}
  matches: [{path: az}, {path: abcz}, {path: AZ}]
  misses: [{path: aza}, {path: bz}, {path: a}]
- name: a star reaches over lines
  detection: {selection: {path: 'a*z'}}
  matches: [{path: "a\nb\nz"}]
- name: pieces between stars do not overlap
  detection: {selection: {path: 'ab*ba'}}
  matches: [{path: abba}, {path: ab-ba}]
  misses: [{path: aba}]
- name: pieces between stars come in order
  detection: {selection: {path: '*one*two*'}}
  matches: [{path: one two}, {path: onetwo}]
  misses: [{path: two one}, {path: ontwo}]
- name: the piece behind the last star is at the end
  detection: {selection: {path: 'a*b*c'}}
  matches: [{path: abc}, {path: a-b-b-c}]
  misses: [{path: acb}, {path: abcd}, {path: ac}]
- name: the last middle piece may not reach into the end
  detection: {selection: {path: '*xy*y'}}
  matches: [{path: xyy}]
  misses: [{path: xy}]
- name: stars alone are any text that is there
  detection: {selection: {path: '*'}}
  matches: [{path: ''}, {path: a}, {path: 7}, {path: false}]
  misses: [{path: null}, {}]
- name: two stars are one
  detection: {selection: {path: 'a**z'}}
  matches: [{path: az}, {path: a1z}]
- name: a question mark is one character
  detection: {selection: {path: 'file?.txt'}}
  matches: [{path: file1.txt}, {path: 'file?.txt'}, {path: FILEa.TXT}]
  misses: [{path: file.txt}, {path: file12.txt}]
- name: a question mark is a whole character, not half of one
  detection: {selection: {path: 'a?c'}}
  matches: [{path: "a\U0001F512c"}]
  misses: [{path: "a\U0001F512\U0001F512c"}]
- name: a question mark may be a line's end
  detection: {selection: {path: 'a?c'}}
  matches: [{path: "a\nc"}]
- name: question marks and stars together
  detection: {selection: {path: '??-*'}}
  matches: [{path: ab-}, {path: ab-cd}]
  misses: [{path: a-cd}]
- name: characters of regular expressions are plain
  detection: {selection: {path: 'a.b(c)[d]+$?'}}
  matches: [{path: 'a.b(c)[d]+$x'}]
  misses: [{path: 'axb(c)[d]+$x'}]
- name: an escaped star is a star
  detection: {selection: {path: 'a\*z'}}
  matches: [{path: 'a*z'}]
  misses: [{path: abz}, {path: 'a\*z'}]
- name: an escaped question mark is one
  detection: {selection: {path: 'why\?'}}
  matches: [{path: 'why?'}]
  misses: [{path: whys}]
- name: a backslash before another character is plain
  detection: {selection: {path: 'C:\Windows'}}
  matches: [{path: 'C:\Windows'}]
  misses: [{path: 'C:Windows'}]
- name: a doubled backslash is one
  detection: {selection: {path: 'C:\\Windows'}}
  matches: [{path: 'C:\Windows'}]
  misses: [{path: 'C:\\Windows'}]
- name: a backslash at the end is plain
  detection: {selection: {path: 'C:\'}}
  matches: [{path: 'C:\'}]
- name: a backslash before a wildcard is written twice
  detection: {selection: {path: 'C:\\*'}}
  matches: [{path: 'C:\'}, {path: 'C:\x'}]
  misses: [{path: 'C:*'}, {path: 'C:x'}]
- name: three backslashes and a star are a backslash and a star
  detection: {selection: {path: 'C:\\\*'}}
  matches: [{path: 'C:\*'}]
  misses: [{path: 'C:\x'}]
- name: three backslashes before another character are two
  detection: {selection: {path: '\\\host'}}
  matches: [{path: '\\host'}]
  misses: [{path: '\host'}]
- name: four backslashes are two
  detection: {selection: {path: '\\\\host'}}
  matches: [{path: '\\host'}]
- name: a per cent sign is plain without expand
  detection: {selection: {user: '%admins%'}}
  matches: [{user: '%admins%'}]
  misses: [{user: root}]
`,
);

runVectors(
  'contains, startswith, endswith',
  String.raw`
- name: contains is anywhere
  detection: {selection: {path|contains: etc}}
  matches: [{path: etc}, {path: /ETC/passwd}, {path: a.etc}]
  misses: [{path: et/c}]
- name: startswith is at the beginning
  detection: {selection: {path|startswith: /etc}}
  matches: [{path: /etc}, {path: /ETC/passwd}]
  misses: [{path: x/etc}]
- name: endswith is at the end
  detection: {selection: {path|endswith: '\cmd.exe'}}
  matches: [{path: 'C:\CMD.EXE'}]
  misses: [{path: 'C:\cmd.exe.txt'}, {path: 'xcmd.exe'}]
- name: a list is any of them
  detection: {selection: {path|contains: [one, two]}}
  matches: [{path: one}, {path: a two b}]
  misses: [{path: three}]
- name: wildcards count within contains
  detection: {selection: {path|contains: 'one*two'}}
  matches: [{path: a one and two b}]
  misses: [{path: a two and one b}]
- name: wildcards count within startswith
  detection: {selection: {path|startswith: 'v?.'}}
  matches: [{path: v1.2}]
  misses: [{path: v12.3}, {path: xv1.2}]
- name: an escaped star within contains
  detection: {selection: {path|contains: '\*'}}
  matches: [{path: 'a*b'}]
  misses: [{path: ab}]
- name: startswith a number
  detection: {selection: {code|startswith: 4}}
  matches: [{code: 404}, {code: '4xx'}]
  misses: [{code: 504}]
- name: contains the empty text holds for whatever is there
  detection: {selection: {path|contains: ''}}
  matches: [{path: ''}, {path: a}]
  misses: [{}]
- name: startswith and endswith together are contains
  detection: {selection: {path|startswith|endswith: b}}
  matches: [{path: abc}]
  misses: [{path: ac}]
- name: all asks for each
  detection: {selection: {path|contains|all: [one, two]}}
  matches: [{path: one two}, {path: two one}]
  misses: [{path: one}]
- name: all before contains is the same
  detection: {selection: {path|all|contains: [one, two]}}
  matches: [{path: two one}]
  misses: [{path: two}]
- name: all of one value is that value
  detection: {selection: {path|contains|all: one}}
  matches: [{path: one}]
  misses: [{path: two}]
- name: all with startswith and endswith forms
  detection: {selection: {path|all: ['a*', '*z']}}
  matches: [{path: a-z}]
  misses: [{path: a}]
`,
);

runVectors(
  'windash',
  String.raw`
- name: a dash may be a slash or a longer dash
  detection: {selection: {line|windash|contains: ' -f'}}
  matches: [{line: x -f}, {line: x /f}, {line: "x \u2013f"}, {line: "x \u2014f"}, {line: "x \u2015F"}]
  misses: [{line: x +f}]
- name: each dash on its own
  detection: {selection: {line|windash: '-a -b'}}
  matches: [{line: '-a /b'}, {line: '/a -b'}, {line: /a /b}]
  misses: [{line: '-a b'}]
- name: windash and all
  detection: {selection: {line|windash|contains|all: ['-a', '-b']}}
  matches: [{line: /b /a}]
  misses: [{line: /b}]
- name: windash and cased
  detection: {selection: {line|windash|cased|contains: '-A'}}
  matches: [{line: x /A}]
  misses: [{line: x /a}]
- name: windash before an encoding spells all dashes
  detection: {selection: {line|windash|base64: '-a'}}
  matches: [{line: LWE=}, {line: L2E=}]
  misses: [{line: K2E=}]
- name: too many dashes to be encoded
  detection: {selection: {line|windash|base64: '-a-b-c-d-e-f'}}
  rejected: too-large
`,
);
