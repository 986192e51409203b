import { runVectors } from './vectors.ts';

runVectors(
  'regular expressions',
  String.raw`
- name: an expression is found anywhere, letters as they are
  detection: {selection: {path|re: 'b[0-9]+'}}
  matches: [{path: ab12c}]
  misses: [{path: AB12}, {path: b}]
- name: anchors
  detection: {selection: {path|re: '^a.*z$'}}
  matches: [{path: abcz}]
  misses: [{path: xaz}, {path: azx}]
- name: i ignores case
  detection: {selection: {path|re|i: '^abc'}}
  matches: [{path: ABCd}]
- name: flags within the expression
  detection: {selection: {path|re: '(?i)^abc'}}
  matches: [{path: ABCd}]
- name: a dot is no end of a line
  detection: {selection: {path|re: 'a.c'}}
  matches: [{path: abc}]
  misses: [{path: "a\nc"}]
- name: s lets the dot be one
  detection: {selection: {path|re|s: 'a.c'}}
  matches: [{path: "a\nc"}]
- name: without m anchors are those of the text
  detection: {selection: {path|re: '^b'}}
  misses: [{path: "a\nb"}]
- name: m makes them those of lines
  detection: {selection: {path|re|m: '^b$'}}
  matches: [{path: "a\nb\nc"}]
- name: several flags
  detection: {selection: {path|re|i|m|s: '^b.c$'}}
  matches: [{path: "a\nB\nC"}]
- name: a list is any of them
  detection: {selection: {path|re: ['^a', 'z$']}}
  matches: [{path: ab}, {path: yz}]
  misses: [{path: ba}]
- name: all of them
  detection: {selection: {path|re|all: ['^a', 'z$']}}
  matches: [{path: a-z}]
  misses: [{path: ab}]
- name: wildcards are nothing special
  detection: {selection: {path|re: 'a*b'}}
  matches: [{path: b}, {path: aab}]
  misses: [{path: acx}]
- name: groups, alternatives and counts
  detection: {selection: {path|re: '^(user|role)/\w{3,5}$'}}
  matches: [{path: user/abc}, {path: role/abcde}]
  misses: [{path: user/ab}, {path: group/abc}]
- name: a number is its text
  detection: {selection: {port|re: '^4\d\d$'}}
  matches: [{port: 404}]
  misses: [{port: 4044}]
- name: startswith binds an expression to the beginning
  detection: {selection: {path|re|startswith: 'a|b'}}
  matches: [{path: bx}]
  misses: [{path: xb}]
- name: endswith binds it to the end
  detection: {selection: {path|re|endswith: 'a|b'}}
  matches: [{path: xa}]
  misses: [{path: ax}]
- name: contains leaves it as it is
  detection: {selection: {path|re|contains: 'a|b'}}
  matches: [{path: xax}]
- name: an expression that would run wild elsewhere
  detection: {selection: {path|re: '^(a+)+$'}}
  matches: [{path: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa}]
  misses: [{path: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!}]
- name: look-ahead is refused
  detection: {selection: {path|re: 'a(?!b)'}}
  rejected: pattern-unsupported
- name: look-behind is refused
  detection: {selection: {path|re: '(?<!a)b'}}
  rejected: pattern-unsupported
- name: back references are refused
  detection: {selection: {path|re: '(a)\1'}}
  rejected: pattern-unsupported
- name: a malformed expression
  detection: {selection: {path|re: 'a('}}
  rejected: pattern-malformed
- name: an expression with too many steps
  detection: {selection: {path|re: '(abcdefghij){900}'}}
  rejected: pattern-too-costly
- name: flags stand behind re
  detection: {selection: {path|i|re: a}}
  rejected: modifier-misused
- name: cased is not for expressions
  detection: {selection: {path|re|cased: a}}
  rejected: modifier-misused
`,
);

runVectors(
  'encodings',
  String.raw`
- name: base64
  detection: {selection: {line|base64|contains: 'ping -n'}}
  matches: [{line: powershell -enc cGluZyAtbg==}]
  misses: [{line: ping -n}]
- name: base64 of a text outside of ASCII is that of its UTF-8
  detection: {selection: {line|base64: 화성}}
  matches: [{line: 7ZmU7ISx}]
- name: base64offset finds a value wherever it begins
  detection: {selection: {line|base64offset|contains: /bin/bash}}
  matches: [{line: L2Jpbi9iYXNo}, {line: eC9iaW4vYmFzaA==}, {line: eHgvYmluL2Jhc2h4}, {line: eHh4L2Jpbi9iYXNoeHg=}]
  misses: [{line: L2Jpbi96c2g=}]
- name: utf16le puts a zero behind each character
  detection: {selection: {line|utf16le: cmd}}
  matches: [{line: "c\0m\0d\0"}]
  misses: [{line: cmd}, {line: "\0c\0m\0d"}]
- name: wide is utf16le
  detection: {selection: {line|wide: cmd}}
  matches: [{line: "c\0m\0d\0"}]
- name: utf16be puts it before
  detection: {selection: {line|utf16be: cmd}}
  matches: [{line: "\0c\0m\0d"}]
- name: utf16 begins with a byte order mark
  detection: {selection: {line|utf16: cmd}}
  matches: [{line: "\xFF\xFEc\0m\0d\0"}]
  misses: [{line: "c\0m\0d\0"}]
- name: wide and base64 together
  detection: {selection: {line|wide|base64: cmd}}
  matches: [{line: YwBtAGQA}]
- name: wide, base64offset and contains together
  detection: {selection: {line|wide|base64offset|contains: http}}
  matches: [{line: eABoAHQAdABwAHgA}, {line: aAB0AHQAcAA=}]
  misses: [{line: aHR0cA==}]
- name: base64offset with all asks for each value, at whatever place
  detection: {selection: {line|base64offset|contains|all: [bash, curl]}}
  matches: [{line: YmFzaCBjdXJs}]
  misses: [{line: YmFzaA==}]
- name: an escaped star is encoded as a star
  detection: {selection: {line|base64: '\*'}}
  matches: [{line: Kg==}]
- name: wildcards cannot be encoded
  detection: {selection: {line|base64: 'a*'}}
  rejected: modifier-misused
- name: an encoding behind contains
  detection: {selection: {line|contains|base64: a}}
  rejected: modifier-misused
- name: a value of which nothing would be left
  detection: {selection: {line|base64offset|contains: a}}
  rejected: modifier-misused
`,
);

runVectors(
  'fieldref',
  `
- name: two fields are equal
  detection: {selection: {actor|fieldref: target}}
  matches: [{actor: alice, target: Alice}, {actor: 7, target: '7'}]
  misses: [{actor: alice, target: bob}, {actor: alice}, {target: alice}, {}]
- name: letters as they are
  detection: {selection: {actor|fieldref|cased: target}}
  misses: [{actor: alice, target: Alice}]
- name: one begins with the other
  detection: {selection: {actor|fieldref|startswith: target}}
  matches: [{actor: alice@example.com, target: alice}]
  misses: [{actor: alice, target: alice@example.com}]
- name: one ends with the other, written the other way round
  detection: {selection: {actor|endswith|fieldref: target}}
  matches: [{actor: alice@example.com, target: EXAMPLE.com}]
  misses: [{actor: alice@example.com, target: alice}]
- name: one contains the other
  detection: {selection: {actor|fieldref|contains: target}}
  matches: [{actor: alice@example.com, target: '@'}]
  misses: [{actor: alice, target: '@'}]
- name: wildcards in a field are plain
  detection: {selection: {actor|fieldref: target}}
  misses: [{actor: alice, target: 'a*'}]
- name: two fields differ
  detection: {selection: {actor|fieldref|neq: target}}
  matches: [{actor: alice, target: bob}]
  misses: [{actor: alice, target: ALICE}]
- name: a field that is missing does not differ
  detection: {selection: {actor|fieldref|neq: target}}
  misses: [{actor: alice}, {target: alice}, {actor: alice, target: null}]
- name: any member of either
  detection: {selection: {actors|fieldref: targets}}
  matches: [{actors: [a, b], targets: [c, B]}]
  misses: [{actors: [a, b], targets: [c]}]
- name: any of several fields
  detection: {selection: {actor|fieldref: [owner, target]}}
  matches: [{actor: a, target: a}, {actor: a, owner: a}]
  misses: [{actor: a, target: b}]
- name: different from each of several fields
  detection: {selection: {actor|fieldref|neq: [owner, target]}}
  matches: [{actor: a, owner: b, target: c}]
  misses: [{actor: a, owner: a, target: c}]
- name: fieldref takes names of fields
  detection: {selection: {actor|fieldref: 7}}
  rejected: value-malformed
- name: fieldref is no expression
  detection: {selection: {actor|fieldref|re: target}}
  rejected: modifier-misused
`,
);

runVectors(
  'placeholders',
  String.raw`
- name: a placeholder is any of its values
  placeholders: {admins: [root, ops]}
  detection: {selection: {user|expand: '%admins%'}}
  matches: [{user: ROOT}, {user: ops}]
  misses: [{user: alice}, {user: '%admins%'}]
- name: values may have wildcards
  placeholders: {servers: ['srv*']}
  detection: {selection: {host|expand: '%servers%'}}
  matches: [{host: srv1}]
  misses: [{host: pc1}]
- name: text around a placeholder
  placeholders: {team: [red, blue]}
  detection: {selection: {host|expand: '%team%-*'}}
  matches: [{host: red-1}, {host: blue-2}]
  misses: [{host: red}, {host: green-1}]
- name: two placeholders in one value
  placeholders: {team: [red, blue], stage: [dev, prod]}
  detection: {selection: {host|expand: '%team%-%stage%'}}
  matches: [{host: red-prod}, {host: blue-dev}]
  misses: [{host: prod-red}]
- name: with contains
  placeholders: {admins: [root]}
  detection: {selection: {user|expand|contains: '%admins%'}}
  matches: [{user: the root user}]
- name: in networks
  placeholders: {offices: [192.0.2.0/24, 198.51.100.0/24]}
  detection: {selection: {ip|cidr|expand: '%offices%'}}
  matches: [{ip: 198.51.100.7}]
  misses: [{ip: 203.0.113.7}]
- name: numbers
  placeholders: {ports: [22, 3389]}
  detection: {selection: {port|expand: '%ports%'}}
  matches: [{port: 22}, {port: '3389'}]
- name: in expressions their characters are plain
  placeholders: {domains: [a.example]}
  detection: {selection: {host|re|expand: '^x\.%domains%$'}}
  matches: [{host: x.a.example}]
  misses: [{host: x.aXexample}]
- name: all asks for one value of each placeholder
  placeholders: {first: [a, b], second: [c, d]}
  detection: {selection: {line|expand|contains|all: ['%first%', '%second%']}}
  matches: [{line: b and c}]
  misses: [{line: a b}, {line: c d}]
- name: an escaped per cent sign is plain
  placeholders: {name: [x]}
  detection: {selection: {user|expand: '\%plain%name%'}}
  matches: [{user: '%plainx'}]
- name: an empty list matches nothing
  placeholders: {trusted: []}
  detection: {selection: {user|expand: '%trusted%'}}
  misses: [{user: ''}, {user: x}, {}]
- name: not an empty list matches everything
  placeholders: {trusted: []}
  detection: {selection: {action: x}, trusted: {user|expand: '%trusted%'}, condition: selection and not trusted}
  matches: [{action: x, user: y}, {action: x}]
- name: an unset placeholder refuses the rule
  detection: {selection: {user|expand: '%admins%'}}
  rejected: placeholder-unset
- name: an unset one in a filter refuses the filter, not the rules that it is for
  detection: {selection: {action: x}}
  filters: [{filter: {rules: any, out: {user|expand: '%admins%'}, condition: not out}}]
  rejected: placeholder-unset
  matches: [{action: x}]
- name: a placeholder is not read again
  placeholders: {a: ['%b%'], b: [x]}
  detection: {selection: {user|expand: '%a%'}}
  matches: [{user: '%b%'}]
  misses: [{user: x}]
`,
);
